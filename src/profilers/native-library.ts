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
 * Loads a driver's shared library by the first of these names that there is.
 *
 * @param what for the message, as in `OpenCL`
 * @throws ParetuneError `MissingPackage` where koffi is not installed, `InvalidProfiler` where none of the files can be
 *   loaded: its message names them all, each with what the loader said.
 */
export const nativeLibrary = async (what: string, files: readonly string[]): Promise<NativeLibrary> => {
  const { default: loaded } = await optionalPackage('koffi', () => import('koffi'))
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
