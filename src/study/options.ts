import type { AgentFactory } from '../agents/agent.js'
import type { Clock, Config, PendingTrial, Report, Trial } from '../core/index.js'
import type { ObservationPart } from '../env/index.js'
import type { Budget, GoalOptions, Goals, Reward } from '../goals/index.js'
import type { Profiler } from '../profilers/profiler.js'
import type { Space } from '../space/space.js'
import type { Store } from '../storage/store.js'

/**
 * When a trial is asked for.
 * - `fixedLag`: trial n when exactly trials 0 .. n - parallel have been told, in trial order. The same seed and the same `parallel`
 *   give the same trials, whatever finishes first.
 * - `asap`: as soon as a place is free, told in completion order. Stragglers hold nobody up; a rerun may differ.
 */
export type Schedule = 'fixedLag' | 'asap'

/** How trials run. */
export interface Executor {
  readonly parallel: number
  readonly schedule: Schedule
  /** `process`: only a profiler that measures in processes of its own will do (`moduleProfiler`), so that no trial can end the study. */
  readonly isolate?: 'process'
}

/** Runs trials on this machine, at most `parallel` at once: in this process, unless the profiler brings processes of its own. */
export const local = ({ parallel = 1, schedule = 'fixedLag', ...more }: Partial<Executor> = {}): Executor => ({
  parallel,
  schedule,
  ...more,
})

/** A trial under way. */
export interface RunningTrial extends PendingTrial {
  /** Its intermediate results so far, the newest last. */
  readonly reports: readonly Report[]
}

/**
 * Decides after each intermediate report whether a trial is worth finishing. It goes by what it is told and has no memory of its own:
 * hence a study that is resumed prunes as one that never stopped.
 */
export interface Pruner {
  /**
   * @param told the trials told so far, with their reports. Under `fixedLag` those told when this one was asked for: trials that run beside
   * it may end sooner or later, and must not decide.
   */
  shouldStop(
    trial: RunningTrial,
    step: number,
    metrics: Readonly<Record<string, number>>,
    told: readonly Trial[],
    goals: Goals,
  ): boolean
}

/** What a study is made from. */
export interface StudyOptions<C extends Config = Config, M extends string = string> extends GoalOptions<NoInfer<M>> {
  /** Under this name the store keeps it. Default: `study`. */
  readonly name?: string
  readonly space: Space<C>
  /** May be left out by callers that own the loop (`ask` and `tell`). */
  readonly profiler?: Profiler<NoInfer<C>, M>
  readonly agent: AgentFactory
  readonly reward?: Reward<C>
  readonly budget: Budget
  /** Default: 0. */
  readonly seed?: number
  readonly store: Store
  readonly executor?: Executor
  readonly pruner?: Pruner
  /** Measured as the first trial; rewards, speed-ups and reports compare with it. */
  readonly baseline?: NoInfer<C>
  /** Value of each objective to reach, where the study may stop early. */
  readonly target?: Readonly<Record<string, number>>
  /** What the agent's observations are composed of. Default: `defaultObservation()` of `paretune/env`. */
  readonly observe?: readonly ObservationPart[]
  /** Time that one trial may take. Default: 600,000 ms. */
  readonly timeoutMs?: number
  /** Wall time, or simulated time for recorded problems. */
  readonly clock?: Clock
  /** Called after each trial, in the order of telling. */
  readonly onTrial?: (trial: Trial<C>, progress: Progress<C>) => void
  /** `false`: a study of this name that the store already has is an error (StudyExists) instead of being resumed. Default: true. */
  readonly resume?: boolean
  /** A checkpoint of the agent after this many told trials. Default: 50. */
  readonly checkpointEvery?: number
}

/** How far a study has come. */
export interface Progress<C extends Config = Config> {
  readonly trials: number
  readonly failed: number
  readonly feasible: number
  /** 1 at the start, 0 when the budget is spent. */
  readonly budgetLeft: number
  readonly elapsedMs: number
  readonly best?: { readonly config: C; readonly objectives: Readonly<Record<string, number>> }
}
