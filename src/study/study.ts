import type { Policy } from '../agents/agent.js'
import type { Config, MetricValue, PendingTrial, ProfileFailure, Trial } from '../core/index.js'
import type { StudyHeader } from '../storage/store.js'
import type { ConfirmOptions } from './confirm.js'
import type { Confirmation } from './confirmation.js'
import type { Progress } from './options.js'
import type { StudyResult } from './result.js'

/** How to run. */
export interface RunOptions {
  /** Stops cleanly when aborted: trials under way are given up and run again on resume. */
  readonly signal?: AbortSignal
  /** Whether Ctrl-C (SIGINT) and SIGTERM stop cleanly while the run lasts. Default: true. */
  readonly handleSignals?: boolean
}

/** A search under way: it can be run, driven by hand, stopped and gone on with. */
export interface Study<C extends Config = Config> {
  readonly name: string
  /** What makes the study the study that it is, as it is stored. */
  readonly header: StudyHeader
  readonly trials: readonly Trial<C>[]
  readonly progress: Progress<C>
  /** Asks, measures and tells until the budget is spent, the target is reached or nothing is left to propose. */
  run(options?: RunOptions): Promise<StudyResult<C>>
  /** The next trial, for callers that measure themselves; undefined where the budget is spent or nothing is left. */
  ask(): Promise<PendingTrial<C> | undefined>
  /** Tells an intermediate result of an asked trial; 'stop' is the pruner's advice. */
  report(trial: PendingTrial<C>, step: number, metrics: Readonly<Record<string, number>>): Promise<'continue' | 'stop'>
  /** Tells what a trial showed: raw metrics, or why there are none. */
  tell(trial: PendingTrial<C>, shown: Readonly<Record<string, MetricValue>> | ProfileFailure): Promise<Trial<C>>
  /**
   * Measures finalists again, interleaved, as further trials of the study, and names a winner with its interval. One that was interrupted
   * is finished first, with its own finalists, rounds and objective in place of those given now.
   */
  confirm(options?: ConfirmOptions<C>): Promise<Confirmation<C>>
  result(): StudyResult<C>
  /** What the agent has learnt so far, to be carried to other studies: `JSON.stringify` makes it a file. undefined for agents without a policy. */
  policy(): Policy | undefined
  /** Frees the agent, the profiler and the store. */
  close(): Promise<void>
}
