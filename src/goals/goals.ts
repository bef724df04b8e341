import type { Failed, Json, Measured, Profile, Statistic } from '../core/index.js'

// The contract of the goals: what good means, in objectives and in constraints on metrics.

/** One thing to make small or large: a metric of the profile, or a function of the whole profile. */
export interface Objective<M extends string = string> {
  readonly direction: 'minimize' | 'maximize'
  /** The metric; where `compute` is given, the name under which people see it. */
  readonly metric: M
  /** Which number of a measured metric counts. */
  readonly statistic: Statistic
  readonly compute?: (profile: Profile) => number
}

/** A bound on a metric; a configuration that breaks it is infeasible, not failed. */
export interface MetricConstraint<M extends string = string> {
  readonly kind: 'atMost' | 'atLeast'
  readonly metric: M
  readonly bound: number
  readonly statistic: Statistic
  /** An excess of `scale` is a violation of 1. */
  readonly scale: number
}

/** Objectives and constraints by name, in declared order, and how they judge a profile. */
export interface Goals {
  readonly names: readonly string[]
  readonly objectives: Readonly<Record<string, Objective>>
  readonly constraints: Readonly<Record<string, MetricConstraint>>
  /** Measured; or Failed by InvalidMetric where a metric is missing or an objective is not a finite number. Never throws. */
  judge(profile: Profile): Measured | Failed
  /** As data, for stores: a function is known by its name only. */
  toJSON(): { readonly objectives: Json; readonly constraints: Json }
}
