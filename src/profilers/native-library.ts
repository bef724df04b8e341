import type koffi from 'koffi'
import { fault, messageOf, ParetuneError } from '../core/index.js'
import { optionalPackage } from './optional-package.js'

export type Koffi = typeof koffi

export interface NativeLibrary {
  readonly koffi: Koffi
  readonly library: ReturnType<Koffi['load']>
  /** The one of the files that was there. */
  readonly path: string
}

/**
 * Stack of a native call. The compilers in NVRTC and in OpenCL drivers take what a thread normally has; koffi gives an
 * asynchronous call 128 KiB, where some nested brackets in a kernel's source end the process.
 */
const STACK_BYTES = 8 * 2 ** 20

/** Whether a compiler may be called asynchronously. */
export const hasDeepStack = (koffi: Koffi): boolean => (koffi.config().async_stack_size ?? 0) >= STACK_BYTES

/**
 * Loads a driver's shared library by the first of these names that there is.
 *
 * @param what for the message, as in `OpenCL`
 * @throws ParetuneError `MissingPackage` where koffi is not installed, `InvalidProfiler` where none of the files can be
 *   loaded: its message names them all, each with what the loader said.
 */
export const nativeLibrary = async (what: string, files: readonly string[]): Promise<NativeLibrary> => {
  const { default: loaded } = await optionalPackage('koffi', () => import('koffi'))
  deepenStacks(loaded)
  const tried: string[] = []
  for (const path of files) {
    try {
      return { koffi: loaded, library: loaded.load(path), path }
    } catch (thrown) {
      tried.push(`${path} (${messageOf(thrown)})`)
    }
  }
  const message = `expected a library of ${what}, found none; tried ${tried.join(', ')}`
  throw new ParetuneError(fault('InvalidProfiler', message, { details: { tried: files } }))
}

const deepenStacks = (koffi: Koffi): void => {
  if (hasDeepStack(koffi)) return
  try {
    koffi.config({ sync_stack_size: STACK_BYTES, async_stack_size: STACK_BYTES })
  } catch {
    // Somebody else loaded a library before, after which koffi keeps its settings: see `hasDeepStack`.
  }
}
