import { show } from '../../core/index.js'
import { ProfileError } from '../failure.js'
import type { TfOutput, TfTensor, TfValues } from './definition.js'
import type { TfEngine } from './load.js'

type Run = () => TfOutput | Promise<TfOutput>

/** Backends whose values can be had without waiting; reading them so costs no promise per call. */
const READ_AT_ONCE: readonly string[] = ['cpu', 'wasm', 'tensorflow']

/**
 * Runs once, until the values of all outputs are in JavaScript's memory: only then has an asynchronous backend really done
 * the work. Disposes the outputs, and whatever a run that returns no promise left behind.
 */
export const runAndDownload = (tf: TfEngine, run: Run): readonly TfValues[] | Promise<readonly TfValues[]> => {
  const produced = tidied(tf, run)
  if (isPromise(produced)) return produced.then(output => downloadLater(outputsOf(output)))
  const outputs = outputsOf(produced)
  return READ_AT_ONCE.includes(tf.getBackend()) ? downloadNow(outputs) : downloadLater(outputs)
}

/** Runs once and disposes the outputs: how many tensors are left over. Those that are not kept are taken away then. */
export const leakOf = async (tf: TfEngine, run: Run): Promise<number> => {
  const before = tf.memory().numTensors
  let leaked = 0
  const count = (output: TfOutput): void => {
    dispose(outputsOf(output))
    leaked = tf.memory().numTensors - before
  }
  const produced = tidied(tf, () => {
    const made = run()
    if (!isPromise(made)) count(made)
    return made
  })
  if (isPromise(produced)) count(await produced)
  return leaked
}

/** The default check of outputs: true, or where there is a NaN. */
export const withoutNaN = (outputs: readonly TfValues[]): true | string => {
  for (const [i, values] of outputs.entries()) {
    const at = values.findIndex(value => Number.isNaN(value))
    if (at >= 0) return `expected numbers, got NaN at place ${at} of output ${i}`
  }
  return true
}

/** Disposes models and tensors: the value itself, or those in the arrays and plain objects that it is made of. */
export const disposeState = (value: unknown, seen: Set<unknown> = new Set()): void => {
  if (seen.has(value)) return
  seen.add(value)
  if (isDisposable(value)) {
    if (value.isDisposed !== true) value.dispose()
  } else if (Array.isArray(value) || isPlain(value)) {
    for (const part of Object.values(value)) disposeState(part, seen)
  }
}

const isPlain = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype

const isDisposable = (value: unknown): value is { dispose(): unknown; isDisposed?: unknown } =>
  typeof value === 'object' && value !== null && 'dispose' in value && typeof value.dispose === 'function'

/** As `tf.tidy`, but a promise may pass: nothing is taken away then. */
const tidied = <T>(tf: TfEngine, work: () => T): T => scoped(tf, work, produced => produced)

/** Does the work; where it throws at once, the tensors and variables that it made are taken away. */
export const takingBack = <T>(tf: TfEngine, work: () => T): T => {
  const variables = new Set(Object.keys(tf.engine().registeredVariables))
  try {
    return scoped(tf, work, (_produced, made) => made)
  } catch (thrown) {
    for (const [name, variable] of Object.entries(tf.engine().registeredVariables)) {
      if (!variables.has(name)) variable.dispose()
    }
    throw thrown
  }
}

/** Of the tensors that the work made at once, takes all away but what `keep` says; none, where it returns a promise. */
const scoped = <T>(tf: TfEngine, work: () => T, keep: (produced: T, made: readonly unknown[]) => unknown): T => {
  const engine = tf.engine()
  engine.startScope()
  let kept: unknown
  try {
    const produced = work()
    const made = [...engine.state.activeScope.track]
    kept = isPromise(produced) ? made : keep(produced, made)
    return produced
  } finally {
    engine.endScope(kept as Parameters<typeof engine.endScope>[0])
  }
}

type Produced = TfTensor | number

const downloadNow = (produced: readonly Produced[]): readonly TfValues[] => {
  try {
    return produced.map(one => (typeof one === 'number' ? Float32Array.of(one) : one.dataSync()))
  } finally {
    dispose(produced)
  }
}

const downloadLater = async (produced: readonly Produced[]): Promise<readonly TfValues[]> => {
  try {
    return await Promise.all(produced.map(one => (typeof one === 'number' ? Float32Array.of(one) : one.data())))
  } finally {
    dispose(produced)
  }
}

const dispose = (produced: readonly Produced[]): void => {
  for (const one of produced) if (typeof one !== 'number') one.dispose()
}

const outputsOf = (output: TfOutput): readonly Produced[] => {
  const outputs: readonly unknown[] = isOutput(output)
    ? [output]
    : typeof output === 'object' && output !== null
      ? Object.values(output)
      : []
  if (outputs.length > 0 && outputs.every(isOutput)) return outputs
  throw new ProfileError('RunFailed', `expected \`run\` to return a tensor or tensors, got ${show(output)}`)
}

const isOutput = (value: unknown): value is Produced => typeof value === 'number' || isTensor(value)

const isTensor = (value: unknown): value is TfTensor =>
  typeof value === 'object' && value !== null && 'dataSync' in value && 'dispose' in value

const isPromise = <T>(value: T): value is Extract<T, Promise<unknown>> =>
  typeof value === 'object' && value !== null && 'then' in value && typeof value.then === 'function'
