import { messageOf, show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import { loadBackend, type TfEngine } from './load.js'

type Flags = Readonly<Record<string, number | boolean>>

/** A backend made current, until it is closed. */
export interface OpenBackend {
  /** What ran, in words. */
  readonly notes: readonly string[]
  /** What it ran on, for the machine's fingerprint. */
  readonly machine: Readonly<Record<string, string>>
  /** Fails (RunFailed) where another backend is current by now. */
  check(): void
  /** Gives the flags and the backend of before back. */
  close(): Promise<void>
}

/** Flags that a backend reads once, while it is initialised. */
const READ_AT_INITIALISATION: Readonly<Record<string, string>> = {
  WASM_HAS_SIMD_SUPPORT: 'wasm',
  WASM_HAS_MULTITHREAD_SUPPORT: 'wasm',
  WEBGPU_USE_LOW_POWER_GPU: 'webgpu',
}

/** The latest turn given out; the engine is one per process, so profiles take turns. */
let lastTurn: Promise<void> = Promise.resolve()

/** Waits until the engine is free, and answers how to free it again. */
export const takeTurn = async (): Promise<() => void> => {
  const before = lastTurn
  let free = (): void => {}
  lastTurn = new Promise(resolve => {
    free = resolve
  })
  await before
  return free
}

/**
 * Makes a backend current, with flags, and checks that it is: tfjs falls back to another one without a word.
 * Fails with CompileFailed; a ParetuneError of a missing package or adapter is thrown on.
 */
export const openBackend = async (tf: TfEngine, name: string, flags: Flags): Promise<OpenBackend> => {
  const machine = { tfjs: tf.version_core, ...(await loadBackend(tf, name)) }
  if (tf.findBackendFactory(name) == null) {
    const known = Object.keys(tf.engine().registryFactory).join(', ')
    throw new ProfileError('CompileFailed', `expected a backend that tfjs has (${known}), got ${show(name)}`)
  }
  const previous = tf.getBackend()
  const restoreFlags = await setFlags(tf, flags)
  const close = async (): Promise<void> => {
    restoreFlags()
    if (previous && previous !== tf.getBackend()) await tf.setBackend(previous)
  }
  try {
    const isReady = await tf.setBackend(name)
    if (!isReady)
      throw new Error(`expected tfjs to run on ${show(name)}, but it could not be initialised (tfjs warned why)`)
    await tf.ready()
    checkBackend(tf, name, 'CompileFailed')
  } catch (thrown) {
    await close()
    throw thrown instanceof ProfileError
      ? thrown
      : new ProfileError('CompileFailed', messageOf(thrown), { cause: thrown })
  }
  if (name === 'cpu') greetUnheard(tf)
  return {
    notes: [`ran on ${name}, tfjs ${tf.version_core}`],
    machine: { ...machine, ...libraryOf(tf) },
    check: () => checkBackend(tf, name, 'RunFailed'),
    close,
  }
}

/** The version of TensorFlow's C library beneath tfjs-node. */
const libraryOf = (tf: TfEngine): Readonly<Record<string, string>> => {
  const { binding } = tf.backend() as { binding?: { TF_Version?: string } }
  return binding?.TF_Version === undefined ? {} : { tensorflow: binding.TF_Version }
}

const checkBackend = (tf: TfEngine, name: string, tag: 'CompileFailed' | 'RunFailed'): void => {
  const current = tf.getBackend()
  if (current !== name) throw new ProfileError(tag, `expected tfjs to run on ${show(name)}, got ${show(current)}`)
}

/** Sets flags and answers how to set them back. A backend that read one of them when it began has to begin anew. */
const setFlags = async (tf: TfEngine, flags: Flags): Promise<() => void> => {
  const before: [flag: string, value: number | boolean][] = []
  const restore = (): void => {
    for (const [flag, value] of before.reverse()) setFlag(tf, flag, value)
  }
  try {
    for (const [flag, value] of Object.entries(flags)) {
      const old = (await tf.env().getAsync(flag)) as number | boolean
      if (old === value) continue
      const backend = READ_AT_INITIALISATION[flag]
      const tensors = backend === undefined ? 0 : (tf.engine().registry[backend]?.numDataIds() ?? 0)
      if (tensors > 0) {
        const message = `expected no tensors on ${backend} while ${flag} changes, got ${tensors}: profile in a process of its own, by moduleProfiler`
        throw new ProfileError('CompileFailed', message)
      }
      setFlag(tf, flag, value)
      before.push([flag, old])
    }
  } catch (thrown) {
    restore()
    throw thrown instanceof ProfileError
      ? thrown
      : new ProfileError('CompileFailed', messageOf(thrown), { cause: thrown })
  }
  return restore
}

const setFlag = (tf: TfEngine, flag: string, value: number | boolean): void => {
  tf.env().set(flag, value)
  const backend = READ_AT_INITIALISATION[flag]
  if (backend === undefined || !(backend in tf.engine().registry)) return
  const { factory, priority } = tf.engine().registryFactory[backend] ?? {}
  tf.removeBackend(backend)
  if (factory !== undefined) tf.registerBackend(backend, factory, priority)
}

/** The cpu backend greets its first tensor with a page about tfjs-node; not in the middle of a study's progress. */
const greetUnheard = (tf: TfEngine): void => {
  const isProduction = tf.env().getBool('PROD')
  tf.env().set('PROD', true)
  tf.engine().makeTensor(new Float32Array(1), [1], 'float32').dispose()
  tf.env().set('PROD', isProduction)
}
