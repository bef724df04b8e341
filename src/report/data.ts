import type { Json, Trial } from '../core/index.js'

// What a report is made from: plain data, so that a running study, a stored one and an experiment can all be shown.

/** One objective, in the order of `losses`. */
export interface ReportObjective {
  readonly name: string
  readonly direction: 'minimize' | 'maximize'
  /** Empty for a plain ratio. */
  readonly unit: string
}

/** What the study is; a StudyHeader is one. */
export interface ReportHeader {
  readonly name: string
  readonly agent: string
  readonly profiler: string
  readonly seed: number
  readonly parallel: number
  readonly schedule: string
  readonly createdAt: string
  readonly machine: string
  readonly version: string
  readonly space: Json
  readonly constraints: Json
}

/** A configuration that was measured again, interleaved with the others. */
export interface ReportFinalist {
  readonly trial: number
  /** What was measured, with its unit. */
  readonly metric: string
  readonly unit: string
  readonly median: number
  /** 95% interval of the median. */
  readonly ciLow: number
  readonly ciHigh: number
  /** Against the baseline, with its 95% interval. */
  readonly speedup?: { readonly value: number; readonly low: number; readonly high: number }
  /** As in `winner`, `no worse than the winner`. */
  readonly verdict?: string
}

/** One study, with what came out of it. */
export interface ReportStudy {
  readonly header: ReportHeader
  readonly objectives: readonly ReportObjective[]
  readonly trials: readonly Trial[]
  /** Numbers of the trials on the Pareto front. */
  readonly front: readonly number[]
  /** Number of the best trial. */
  readonly best?: number
  /** Number of the trial of the default configuration. */
  readonly baseline?: number
  readonly finalists?: readonly ReportFinalist[]
  /** What measuring the finalists again showed, in one sentence. */
  readonly verdict?: string
  /** What a reader of the figures should know, as that they come from two machines. */
  readonly warnings?: readonly string[]
  /** The hypervolume after each trial, in order of telling. */
  readonly hypervolume?: readonly number[]
  /** Heading; the name of the study where absent. */
  readonly title?: string
  /** What came out, in one sentence; made from the trials where absent. */
  readonly answer?: string
}

/** One curve of a comparison: a value after each trial, `undefined` until there is one. */
export interface Curve {
  readonly name: string
  readonly values: readonly (number | undefined)[]
}

/** Curves of several agents in one picture. */
export interface Comparison {
  readonly title: string
  /** Name and unit of the values. */
  readonly value: string
  readonly unit: string
  readonly curves: readonly Curve[]
  /** What the picture shows, in one sentence. */
  readonly answer?: string
}
