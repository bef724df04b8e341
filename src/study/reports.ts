import type { PendingTrial, Report } from '../core/index.js'
import type { Verdict } from '../env/index.js'
import type { Engine } from './engine.js'
import type { Setup } from './setup.js'

/** Intermediate results of the trials under way, and what the pruner makes of them. */
export class Reports {
  readonly #setup: Pick<Setup, 'pruner' | 'goals' | 'schedule'>
  readonly #engine: Engine
  readonly #kept = new Map<number, readonly Report[]>()
  readonly #stoppedAt = new Map<number, number>()

  constructor(setup: Pick<Setup, 'pruner' | 'goals' | 'schedule'>, engine: Engine) {
    this.#setup = setup
    this.#engine = engine
  }

  /** A trial runs, perhaps once more: what it reported before it was interrupted is reported again. */
  begin(trial: PendingTrial): Verdict {
    this.#forget(trial)
    return (step, metrics) => this.add(trial, step, metrics)
  }

  /** Keeps an intermediate result, and asks the pruner. */
  add({ number }: PendingTrial, step: number, metrics: Readonly<Record<string, number>>): 'continue' | 'stop' {
    const { pruner, goals, schedule } = this.#setup
    const trial = this.#engine.pending.find(pending => pending.number === number)
    // A profiler that was given up goes on talking.
    if (!trial) return 'stop'
    const reports = [...(this.#kept.get(number) ?? []), { step, metrics: { ...metrics } }]
    this.#kept.set(number, reports)
    const { trials } = this.#engine.episode
    const told = schedule === 'asap' ? trials : trials.slice(0, this.#engine.toldBefore(number))
    if (!pruner?.shouldStop({ ...trial, reports }, step, metrics, told, goals)) return 'continue'
    this.#stoppedAt.set(number, step)
    return 'stop'
  }

  /** The step at which the pruner said stop. */
  stoppedAt({ number }: PendingTrial): number | undefined {
    return this.#stoppedAt.get(number)
  }

  /** What a trial that has ended reported; undefined where nothing. */
  take(trial: PendingTrial): readonly Report[] | undefined {
    const reports = this.#kept.get(trial.number)
    this.#forget(trial)
    return reports
  }

  #forget({ number }: PendingTrial): void {
    if (this.#kept.size === 0) return
    this.#kept.delete(number)
    this.#stoppedAt.delete(number)
  }
}
