import type { Agent, Policy } from '../agents/agent.js'
import {
  costMsOf,
  fault,
  isProfileFailure,
  type MetricValue,
  messageOf,
  type Outcome,
  orThrow,
  ParetuneError,
  type PendingTrial,
  type ProfileFailure,
  type Trial,
} from '../core/index.js'
import { type Advance, type Evaluator, makeEvaluator } from '../env/index.js'
import type { StudyHeader } from '../storage/store.js'
import type { ConfirmOptions } from './confirm.js'
import type { Confirmation } from './confirmation.js'
import { after, type Engine } from './engine.js'
import { withInterrupt } from './interrupt.js'
import type { Journal } from './journal.js'
import type { Machines } from './machines.js'
import type { Progress } from './options.js'
import { Reports } from './reports.js'
import { findingOf, resultOf, type Stopped, type StudyResult } from './result.js'
import { confirmInRounds, noteOf } from './rounds.js'
import { runAsap, runFixedLag, runSync, type TrialRunner } from './schedule.js'
import { requireIsolated, type Setup } from './setup.js'
import type { RunOptions, Study } from './study.js'

/** Entries that a synchronous run gathers before it writes them: its trials cost microseconds and lose little. */
const SYNC_BUFFER = 256

/** A study with its agent, episode and journal at hand; configurations are plain records here, typed only at the face. */
export class LiveStudy implements Study, TrialRunner {
  readonly #setup: Setup
  readonly #engine: Engine
  readonly #agent: Agent
  readonly #journal: Journal
  readonly #evaluator: Evaluator | undefined
  readonly #machines: Machines
  readonly #askedAtMs = new Map<number, number>()
  readonly #reports: Reports
  readonly #startMs: number
  #stopped: Stopped = 'interrupted'
  #failed = 0
  #feasible = 0
  #running: 'no' | 'sync' | 'async' = 'no'
  /** What a reward, an agent or a store threw: the agent may have missed a trial since, and only a replay of the log mends that. */
  #broken: unknown

  constructor(setup: Setup, engine: Engine, agent: Agent, journal: Journal, machines: Machines) {
    this.#setup = setup
    this.#engine = engine
    this.#agent = agent
    this.#journal = journal
    this.#machines = machines
    this.#reports = new Reports(setup, engine)
    if (setup.profiler) this.#evaluator = makeEvaluator({ ...setup, profiler: setup.profiler })
    this.#startMs = setup.clock.nowMs() - engine.episode.spent.elapsedMs
    for (const trial of engine.episode.trials) this.#count(trial.outcome)
  }

  get name(): string {
    return this.#setup.header.name
  }

  get header(): StudyHeader {
    return this.#setup.header
  }

  get trials(): readonly Trial[] {
    return this.#engine.episode.trials
  }

  get progress(): Progress {
    const { episode } = this.#engine
    const { best } = episode.standing
    return {
      trials: episode.trials.length,
      failed: this.#failed,
      feasible: this.#feasible,
      budgetLeft: episode.budgetLeft,
      elapsedMs: episode.spent.elapsedMs,
      ...(best && { best: findingOf(best, this.#setup.goals) }),
    }
  }

  async run({ signal, handleSignals = true }: RunOptions = {}): Promise<StudyResult> {
    if (!this.#evaluator)
      throw invalidStudy('expected a profiler to run with, got none; give one to createStudy, or use ask and tell')
    await this.#exclusively(this.#evaluator.evaluateSync && this.parallel === 1 ? 'sync' : 'async', () =>
      withInterrupt(signal, handleSignals, async interrupt => {
        const schedule = this.#running === 'sync' ? runSync : this.#setup.schedule === 'asap' ? runAsap : runFixedLag
        if (!(await schedule(this, interrupt))) this.#stopped = 'interrupted'
      }),
    )
    return this.result()
  }

  async confirm(options: ConfirmOptions = {}): Promise<Confirmation> {
    if (options.profiler && this.#setup.isolate) requireIsolated(options.profiler)
    const evaluator = options.profiler ? makeEvaluator({ ...this.#setup, profiler: options.profiler }) : this.#evaluator
    if (!evaluator) throw invalidStudy('expected a profiler to confirm with, got none')
    const { space, baseline } = this.#setup
    return this.#exclusively('async', () =>
      withInterrupt(options.signal, true, interrupt =>
        confirmInRounds(options, {
          ...this.#setup,
          baseline,
          interrupt,
          front: this.result().front,
          trials: this.trials,
          pending: () => this.#engine.pending,
          enqueue: (config, reason, memo) =>
            this.#noted(this.#engine.enqueue(orThrow(space.parse(config)), this.#engine.freeSlot, { reason, memo })),
          measure: async trial => {
            const outcome = await evaluator.evaluate(trial, interrupt)
            if (!interrupt.aborted) await this.settle(trial, outcome)
            return outcome
          },
        }),
      ),
    )
  }

  ask(): Promise<PendingTrial | undefined> {
    return this.#exclusively('async', async () => {
      const trial = await this.next()
      await this.#journal.flush()
      if (trial) this.#askedAtMs.set(trial.number, this.#setup.clock.nowMs())
      return trial
    })
  }

  async report(
    trial: PendingTrial,
    step: number,
    metrics: Readonly<Record<string, number>>,
  ): Promise<'continue' | 'stop'> {
    return this.#reports.add(trial, step, metrics)
  }

  tell(trial: PendingTrial, shown: Readonly<Record<string, MetricValue>> | ProfileFailure): Promise<Trial> {
    return this.#exclusively('async', async () => {
      if (!this.pending.some(({ number }) => number === trial.number))
        throw invalidStudy(`expected a trial that was asked for and not told, got trial ${trial.number}`)
      const { clock, goals, header } = this.#setup
      const costMs = clock.nowMs() - (this.#askedAtMs.get(trial.number) ?? clock.nowMs())
      const step = this.#reports.stoppedAt(trial)
      const outcome: Outcome = isProfileFailure(shown)
        ? { _tag: 'Failed', failure: shown, costMs }
        : step !== undefined
          ? { _tag: 'Pruned', step, costMs }
          : goals.judge({ metrics: shown, costMs, phases: {}, machine: header.machine })
      await this.settle(trial, outcome)
      return this.trials.at(-1) as Trial
    })
  }

  policy(): Policy | undefined {
    return this.#agent.policy?.()
  }

  result(): StudyResult {
    const { header, goals, space, baseline } = this.#setup
    return resultOf(this.#engine.episode, goals, {
      name: header.name,
      stopped: this.#stopped,
      warnings: this.#machines.warnings,
      ...(baseline && { baseline: space.fingerprint(baseline) }),
    })
  }

  async close(): Promise<void> {
    await this.#journal.flush()
    await this.#agent.close?.()
    await this.#setup.profiler?.close?.()
    await this.#setup.store.close()
  }

  // What the schedules drive.

  get parallel(): number {
    return this.#setup.parallel
  }

  /** Those of a confirmation wait for it: it may measure by other means. */
  get pending(): PendingTrial[] {
    return this.#engine.pending.filter(trial => !noteOf(trial))
  }

  next(): PendingTrial | undefined | Promise<PendingTrial | undefined> {
    const { budget, baseline, clock } = this.#setup
    const { asked, distinct, episode, freeSlot, fullTrials } = this.#engine
    const spent =
      asked >= Math.min(budget.trials ?? Infinity, budget.maxAsks ?? Infinity) ||
      fullTrials >= (budget.fullTrials ?? Infinity) ||
      distinct >= (budget.distinct ?? Infinity) ||
      clock.nowMs() - this.#startMs >= 1000 * (budget.seconds ?? Infinity)
    if (episode.terminated || spent) {
      this.#stopped = episode.terminated ? 'target' : 'budget'
      return undefined
    }
    const ask = () => (asked === 0 && baseline ? this.#engine.enqueue(baseline, freeSlot) : this.#engine.ask(freeSlot))
    return after(this.#watched(ask), trial => {
      if (!trial) this.#stopped = 'exhausted'
      return trial && this.#noted(trial)
    })
  }

  evaluate(trial: PendingTrial, signal: AbortSignal): Promise<Outcome> {
    return (this.#evaluator as Evaluator).evaluate(trial, signal, this.#reports.begin(trial))
  }

  evaluateSync(trial: PendingTrial): Outcome {
    return (this.#evaluator as Required<Evaluator>).evaluateSync(trial, this.#reports.begin(trial))
  }

  settle(trial: PendingTrial, outcome: Outcome): void | Promise<void> {
    return this.#watched(() => this.#settle(trial, outcome))
  }

  #settle(trial: PendingTrial, outcome: Outcome): void | Promise<void> {
    const { clock, onTrial } = this.#setup
    clock.spend(costMsOf(outcome))
    this.#machines.see(outcome)
    const finishedMs = clock.nowMs() - this.#startMs
    const reports = this.#reports.take(trial)
    const told = () =>
      ({ _tag: 'Told', trial: trial.number, outcome, ...(reports && { reports }), finishedMs }) as const
    let advance: Advance
    try {
      advance = this.#engine.advance(trial.number, outcome, finishedMs, { reports })
    } catch (thrown) {
      // The reward function failed, the measurement did not: it is kept, and its reward is asked for again on resume.
      this.#journal.note(told())
      return this.#journal.flush().then(() => Promise.reject(thrown))
    }
    this.#count(outcome)
    if (this.#journal.keeps) this.#journal.note({ ...told(), reward: advance.reward })
    // Safe first, learned second: a study killed in between replays the outcome.
    const written = this.#running === 'sync' && this.#journal.buffered < SYNC_BUFFER ? undefined : this.#journal.flush()
    const learned = written ? written.then(() => this.#engine.learn(advance)) : this.#engine.learn(advance)
    return after(learned, () => {
      onTrial?.(advance.trial, this.progress)
      const isDue = this.#journal.keeps && this.trials.length % this.#setup.checkpointEvery === 0
      return isDue ? after(this.#agent.save(), state => this.#journal.checkpoint(state, {})) : undefined
    }) as void | Promise<void>
  }

  #noted(trial: PendingTrial): PendingTrial {
    if (this.#journal.keeps) this.#journal.note({ _tag: 'Asked', trial })
    return trial
  }

  #count(outcome: Outcome): void {
    if (outcome._tag === 'Failed') this.#failed++
    if (outcome._tag === 'Measured' && outcome.feasible) this.#feasible++
  }

  /** Remembers what was thrown. */
  #watched<T>(call: () => T | Promise<T>): T | Promise<T> {
    const remember = (thrown: unknown): never => {
      this.#broken = thrown
      throw thrown
    }
    try {
      const result = call()
      return result instanceof Promise ? result.catch(remember) : result
    } catch (thrown) {
      return remember(thrown)
    }
  }

  /** One caller at a time: two runs at once would mix their trials. */
  async #exclusively<T>(mode: 'sync' | 'async', work: () => Promise<T>): Promise<T> {
    if (this.#running !== 'no')
      throw invalidStudy('expected one call at a time, but the study is busy: await the call before')
    if (this.#broken !== undefined)
      throw invalidStudy(
        `expected a study that can go on, but it ended with: ${messageOf(this.#broken)}. Open it again from its store`,
      )
    this.#running = mode
    try {
      return await work()
    } finally {
      try {
        await this.#journal.flush()
      } finally {
        this.#running = 'no'
      }
    }
  }
}

const invalidStudy = (message: string): ParetuneError => new ParetuneError(fault('InvalidStudy', message))
