import type { Either, TaskEither } from '../core/fp.js'
import type { Config, MetricSpec, MetricValue, Profile, ProfileFailure } from '../core/index.js'

// The contract of everything that can tell what a configuration costs.

/** How a profiler tells meters which part of its work counts. */
export interface MeterWindow {
  /** Readings begin, of this process or of process `pid` and its descendants. A second call begins anew. */
  start(pid?: number): Promise<void>
  /** Readings end. What adds up over time (energy, bytes, CPU time) is told per run. */
  stop(runs: number): Promise<void>
}

/** What a profiler is told besides the configuration. */
export interface ProfileContext {
  /** Aborted when the study is stopped or the time is up: the profiler gives up and frees what it holds. */
  readonly signal: AbortSignal
  /** Time that this measurement may take. */
  readonly timeoutMs: number
  /** Part of the full measurement asked for, in (0, 1]. */
  readonly fidelity: number
  /** Number of the trial, under which a profiler may keep what a later one goes on from (a checkpoint). Absent outside of studies. */
  readonly trial?: number
  /**
   * Number of an earlier trial of the same configuration and a lower fidelity: one that kept a checkpoint goes on from it, any other
   * profiler measures from the start. The profile is that of the whole measurement in both cases, but for its cost.
   */
  readonly resumeFrom?: number
  /** A whole number of its own for each trial, from the study's seed. */
  readonly seed: number
  /** Adds a metric of the caller's own to the profile. */
  log(metric: string, value: number): void
  /** There where somebody meters. A profiler that never opens it is metered from first to last, as one run. */
  readonly window?: MeterWindow
  /** Tells an intermediate result; 'stop' asks the profiler to end early. */
  report(step: number, metrics: Readonly<Record<string, number>>): 'continue' | 'stop'
}

/** What a measurement without promises is told of the context: an object of a class, whose seed is made when it is read, so that a spread lacks it. */
export type SyncProfileContext = Pick<ProfileContext, 'fidelity' | 'seed' | 'trial' | 'resumeFrom' | 'report'>

/** Measures configurations of type `C` by metrics named `M`. */
export interface Profiler<C extends Config = Config, M extends string = string> {
  readonly name: string
  /** The metrics that every profile of this profiler has; optional ones where the machine lets it. */
  readonly metrics: readonly MetricSpec<M>[]
  /** Runs and measures one configuration. Failures are values; a rejected promise is a bug of the profiler (the study survives it). */
  profile(config: C, context: ProfileContext): TaskEither<ProfileFailure, Profile<M>>
  /** The same without promises, for recorded and synthetic problems. */
  profileSync?(config: C, context: SyncProfileContext): Either<ProfileFailure, Profile<M>>
  /** It measures in processes of its own, so that a crash or a hang costs one trial: what `isolate: 'process'` asks for. */
  readonly isolated?: true
  /** Frees processes, devices and memory. */
  close?(): Promise<void>
}

/** Metric values by name, as a plain measuring function returns them. */
export type Metrics<M extends string = string> = Readonly<Record<M, MetricValue>>
