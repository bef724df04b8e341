import { type Either, isLeft } from './fp.js'

/**
 * Bad news that is a value: the `Left` of an `Either`. `_tag` says what went wrong, `message` names the place, what was
 * expected and what came, `details` carries the same for programs.
 */
export interface Fault<Tag extends string = string> {
  readonly _tag: Tag
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly cause?: unknown
}

export type SpaceError = Fault<'InvalidSpace' | 'EmptySpace' | 'InvalidConstraint' | 'InvalidConfig' | 'TooLarge'>
export type GoalError = Fault<'InvalidGoal' | 'InvalidBudget' | 'InvalidReward'>
export type StoreError = Fault<
  'StoreUnreadable' | 'StoreLocked' | 'StoreReadOnly' | 'StudyExists' | 'StudyMissing' | 'StudyMismatch' | 'StoreFailed'
>
export type AgentError = Fault<'InvalidAgent' | 'AgentFailed'>
export type StudyError = Fault<'InvalidStudy'>
type ExperimentError = Fault<'InvalidExperiment' | 'ExperimentFailed'>
export type ProfilerError = Fault<'MissingPackage' | 'InvalidProfiler' | 'InvalidRecording'>

export type ParetuneFault =
  | SpaceError
  | GoalError
  | StoreError
  | AgentError
  | StudyError
  | ExperimentError
  | ProfilerError
export type ErrorCode = ParetuneFault['_tag']

/** The one error of the plain face: `code` is the tag of the fault inside. */
export class ParetuneError extends Error {
  readonly code: ErrorCode
  readonly details: Readonly<Record<string, unknown>>

  constructor(fault: ParetuneFault) {
    super(fault.message, fault.cause === undefined ? undefined : { cause: fault.cause })
    this.name = 'ParetuneError'
    this.code = fault._tag
    this.details = fault.details ?? {}
  }
}

/** Builds a fault; `details` and `cause` are optional. */
export const fault = <Tag extends ErrorCode>(
  tag: Tag,
  message: string,
  more: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
): Fault<Tag> => ({ _tag: tag, message, ...more })

/** The value of a `Right`; a `Left` is thrown as a `ParetuneError`. */
export const orThrow = <A>(result: Either<ParetuneFault, A>): A => {
  if (isLeft(result)) throw new ParetuneError(result.left)
  return result.right
}

/** A value as it appears in a message: short, quoted where it is text. */
export const show = (value: unknown): string => {
  if (typeof value === 'function') return `[function ${value.name || 'anonymous'}]`
  if (typeof value === 'bigint' || typeof value === 'symbol' || typeof value === 'number') return String(value)
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 80 ? `${text.slice(0, 77)}...` : text
}

/** The message of whatever was thrown. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
