import type { Json, Outcome, Profile, Statistic } from '../core/index.js'

// What good means: objectives, and constraints on metrics.

export interface Objective {
  readonly direction: 'minimize' | 'maximize'
  /** The metric, or a function of the whole profile (then `metric` names it for people). */
  readonly metric: string
  readonly statistic: Statistic
  readonly compute?: (profile: Profile) => number
}

export interface MetricConstraint {
  readonly kind: 'atMost' | 'atLeast'
  readonly metric: string
  readonly bound: number
  readonly statistic: Statistic
  /** An excess of `scale` counts as a violation of 1. Default: |bound|, or 1 for a bound of 0. */
  readonly scale: number
}

/** Objectives and constraints by name, in declared order, and how they judge a profile. */
export interface Goals {
  readonly names: readonly string[]
  readonly objectives: Readonly<Record<string, Objective>>
  readonly constraints: Readonly<Record<string, MetricConstraint>>
  /** Measured, or Failed by InvalidMetric where a metric is missing, of the wrong kind or not finite. Never throws. */
  judge(profile: Profile): Outcome
  /** Objectives and constraints as data, for stores: functions by name only. */
  toJSON(): { readonly objectives: Json; readonly constraints: Json }
}
