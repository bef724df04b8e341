import { type Config, messageOf, ParetuneError } from '../../core/index.js'
import { failureOf, ProfileError } from '../failure.js'
import type { ProfileContext } from '../profiler.js'
import { type OpenBackend, openBackend, takeTurn } from './backend.js'
import type { TfjsDefinition } from './definition.js'
import { loadTf, type TfEngine } from './load.js'
import { disposeState, takingBack } from './output.js'

/** A model that is built, on the backend asked for, with the engine to itself. */
export interface Session<C, S, TF> {
  readonly config: C
  readonly tf: TF
  readonly state: S
  readonly backend: OpenBackend
  /** Bytes of tensors in the engine before the build, which are others'. */
  readonly othersBytes: number
  /** What the build made. */
  readonly tensors: number
  readonly tensorBytes: number
  /** Frees the state, gives backend and engine back, and answers how many tensors are left over. */
  close(): Promise<number>
}

/** A build that was aborted may take that long to end; then others get their turn, whatever it does. */
const GRACE_MS = 1000

/** Waits for the engine, opens the backend and builds the state. What fails takes back what it did. */
export const openSession = async <C extends Config, S, X extends string, TF extends TfEngine>(
  definition: TfjsDefinition<C, S, X, TF>,
  config: C,
  context: ProfileContext,
): Promise<Session<C, S, TF>> => {
  const { signal } = context
  const free = await takeTurn()
  let timer: NodeJS.Timeout | undefined
  const onAbort = (): void => {
    timer = setTimeout(free, GRACE_MS)
  }
  signal.addEventListener('abort', onAbort)
  try {
    signal.throwIfAborted()
    // Where no tfjs was given, TF is the default's type.
    const tf = definition.tf ?? ((await loadTf()) as unknown as TF)
    const backend = await openBackend(tf, definition.backend(config), definition.flags?.(config) ?? {})
    try {
      return await build(definition, tf, backend, config, context, free)
    } catch (thrown) {
      await backend.close()
      throw thrown
    }
  } catch (thrown) {
    free()
    throw thrown
  } finally {
    signal.removeEventListener('abort', onAbort)
    clearTimeout(timer)
  }
}

const build = async <C extends Config, S, X extends string, TF extends TfEngine>(
  definition: TfjsDefinition<C, S, X, TF>,
  tf: TF,
  backend: OpenBackend,
  config: C,
  context: ProfileContext,
  free: () => void,
): Promise<Session<C, S, TF>> => {
  const before = tf.memory()
  const state = await built(() => takingBack(tf, () => definition.build(tf, config, context)))
  const after = tf.memory()
  const disposed = async (): Promise<void> => (definition.dispose ? definition.dispose(tf, state) : disposeState(state))
  try {
    backend.check()
  } catch (thrown) {
    await disposed()
    throw thrown
  }
  return {
    config,
    tf,
    state,
    backend,
    othersBytes: before.numBytes,
    tensors: after.numTensors - before.numTensors,
    tensorBytes: after.numBytes - before.numBytes,
    close: async () => {
      try {
        await disposed()
        return tf.memory().numTensors - before.numTensors
      } finally {
        await backend.close()
        free()
      }
    },
  }
}

/** What a build throws is CompileFailed, unless it says or means something else. */
const built = async <S>(build: () => S | Promise<S>): Promise<S> => {
  try {
    return await build()
  } catch (thrown) {
    const { _tag } = failureOf(thrown)
    if (_tag !== 'RunFailed' || thrown instanceof ProfileError || thrown instanceof ParetuneError) throw thrown
    throw new ProfileError('CompileFailed', messageOf(thrown), { cause: thrown })
  }
}
