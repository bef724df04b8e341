import type { Fault } from './errors.js'
import type { MetricValue } from './measurement.js'

/** A metric that a profiler promises: its name, its unit, and which direction is better (where one is). */
export interface MetricSpec<M extends string = string> {
  readonly name: M
  /** As in `ms`, `bytes`, `images/s`; empty for a plain ratio. */
  readonly unit: string
  readonly better?: 'lower' | 'higher'
  /** A machine may lack it: then `Profile.absent` tells why, and no number stands for it. */
  readonly optional?: true
}

/** The cost of one operator (kernel) within a profiled run. */
export interface OpProfile {
  readonly name: string
  /** Total time of all calls. */
  readonly timeMs: number
  readonly count: number
  readonly bytes?: number
  /** Part of the time of all operators, 0 to 1. */
  readonly share: number
}

/** Something that keeps growing from run to run, as memory or tensors do that nobody frees. */
export interface Leak {
  /** What grows, as in `heapUsedBytes`. */
  readonly name: string
  /** As in `bytes`; empty for a count. */
  readonly unit: string
  /** Growth with each run. */
  readonly slopePerRun: number
  /** How likely as clear a growth would be by chance. */
  readonly pValue: number
}

/** A function's part in the time of the JavaScript around a run, by samples of the stack. */
export interface HotSpot {
  /** Its name, or `(anonymous)`, `(garbage collector)`, `(program)`: native code that nothing in JavaScript called. */
  readonly name: string
  /** Where it begins: `file:line:column`, counted from 1; empty for what has no place. */
  readonly place: string
  /** Time in the function itself. */
  readonly selfMs: number
  /** Time in it and in what it called. */
  readonly totalMs: number
  /** Part of `selfMs` in the time of all functions, idle time left out, 0 to 1. */
  readonly share: number
  /** Samples that found it running itself. */
  readonly samples: number
}

/** What one run of one configuration cost. */
export interface Profile<M extends string = string> {
  readonly metrics: Readonly<Record<M, MetricValue>>
  /** Why an optional metric is missing, by its name. */
  readonly absent?: Readonly<Record<string, string>>
  readonly ops?: readonly OpProfile[]
  /** What keeps growing, where that was looked for; empty where nothing does. */
  readonly leaks?: readonly Leak[]
  readonly hotSpots?: readonly HotSpot[]
  /** Time that finding this out took, from first to last: what a time budget is charged. */
  readonly costMs: number
  /** Named parts of that time, as in `setup`, `warmup`, `sampling`. */
  readonly phases: Readonly<Record<string, number>>
  /** Fingerprint of the machine and runtime that ran it: `key: value` parts, joined by `; `. */
  readonly machine: string
  /** Remarks a reader of the figures needs, such as which backend ran or that a precision changes only the size. */
  readonly notes?: readonly string[]
}

/** Why a configuration has no profile. `CompileFailed` .. `InvalidMetric` say something about the configuration, `Cancelled` does not. */
export type ProfileFailure = Fault<
  'CompileFailed' | 'RunFailed' | 'TimedOut' | 'OutOfMemory' | 'WrongOutput' | 'Crashed' | 'InvalidMetric' | 'Cancelled'
> & {
  /** Time that went into finding this out; recorded problems know it, elsewhere the guard around the profiler fills it in. */
  readonly costMs?: number
}
export type ProfileFailureTag = ProfileFailure['_tag']

/** Builds a profile failure. */
export const profileFailure = (
  tag: ProfileFailureTag,
  message: string,
  more: {
    readonly details?: Readonly<Record<string, unknown>>
    readonly cause?: unknown
    readonly costMs?: number
  } = {},
): ProfileFailure => ({ _tag: tag, message, ...more })

/** Tells a failure from the metrics that there would be otherwise. */
export const isProfileFailure = (
  shown: Readonly<Record<string, MetricValue>> | ProfileFailure,
): shown is ProfileFailure => typeof shown._tag === 'string'
