import type { ProfileFailureTag } from '../../core/index.js'
import type { RecordedFailure } from './records.js'

/** Kernel Tuner's errors, and T4's `invalidity`. Neither a compiler nor the device saw what breaks a constraint: it could not be made. */
const TAGS: Readonly<Record<string, ProfileFailureTag>> = {
  CompilationFailedConfig: 'CompileFailed',
  InvalidConfig: 'CompileFailed',
  RuntimeFailedConfig: 'RunFailed',
  compile: 'CompileFailed',
  constraints: 'CompileFailed',
  runtime: 'RunFailed',
  correctness: 'WrongOutput',
  timeout: 'TimedOut',
}

/** The failure that a recording names; RunFailed for words that are in neither format. */
export const failureNamed = (text: string): RecordedFailure => ({ tag: TAGS[text] ?? 'RunFailed', text })

/** Early versions of Kernel Tuner wrote this number, in place of a time, for a configuration that failed. */
const KERNEL_TUNER_FAILED = 1e20

/** What is wrong with a recorded figure, or undefined where it is one. */
export const failureOfValue = (value: unknown, name: string): RecordedFailure | undefined => {
  if (typeof value === 'string') return failureNamed(value)
  if (value === KERNEL_TUNER_FAILED) return { tag: 'RunFailed', text: `${name} 1e20, which stood for a failure` }
  if (typeof value === 'number' && Number.isFinite(value)) return undefined
  return { tag: 'InvalidMetric', text: `no finite \`${name}\`` }
}
