import {
  type Config,
  fault,
  type Measured,
  messageOf,
  type Outcome,
  ParetuneError,
  type PendingTrial,
  type Report,
  show,
  type Trial,
} from '../core/index.js'
import {
  type Budget,
  budgetLeft,
  type Goals,
  type Reward,
  type RewardContext,
  type Spent,
  sumOfFidelities,
} from '../goals/index.js'
import type { Space } from '../space/space.js'
import { defaultObservation, makeObserver, type ObservationPart, type Observer } from './observations/index.js'
import { Standing } from './standing.js'

/** What an episode is made from. */
export interface EpisodeOptions {
  readonly space: Space
  readonly goals: Goals
  readonly reward: Reward
  readonly budget: Budget
  /** Value of each objective to reach; the episode terminates when one feasible configuration reaches all that are named. */
  readonly target?: Readonly<Record<string, number>>
  /** The configuration that rewards and observations compare with; until it is measured the first full measurement stands in. */
  readonly baseline?: Config
  /** Default: `defaultObservation()`. */
  readonly observe?: readonly ObservationPart[]
}

/** What is kept of a trial beside its outcome. */
export interface Kept {
  /** Replays a stored one: the reward function is not asked. */
  readonly reward?: number | undefined
  /** Its intermediate results. */
  readonly reports?: readonly Report[] | undefined
}

/** What the environment makes of one outcome. */
export interface Advance {
  readonly trial: Trial
  readonly reward: number
  readonly observation: Float32Array
  /** A target was reached. */
  readonly terminated: boolean
  /** The budget ran out. */
  readonly truncated: boolean
}

/**
 * The Markov decision process without its clockwork: outcomes go in, rewards and observations come out. `TuningEnv.step`
 * is a measurement followed by `advance`; the study, which measures on its own schedule, calls `advance` itself.
 */
export class Episode {
  readonly trials: Trial[] = []
  readonly standing: Standing
  readonly #options: EpisodeOptions
  readonly #observer: Observer
  readonly #seen = new Set<string>()
  readonly #baseline: string | undefined
  #reference: Measured | undefined
  /** What the reward function saw, or would have seen, of the last trial. */
  #previous: RewardContext | undefined
  #front: readonly Measured[] = []
  #lowestReward: number | undefined
  /** What is seen now; made when it is first looked at. */
  #observation: Float32Array | undefined
  #isWatched = true
  #budgetLeft: number | undefined
  #elapsedMs = 0
  #fidelities = 0
  #lastGain = -1
  #terminated = false

  constructor(options: EpisodeOptions) {
    this.#options = options
    this.#observer = makeObserver(options, options.observe ?? defaultObservation())
    this.#baseline = options.baseline && options.space.fingerprint(options.baseline)
    this.standing = new Standing(options.goals.names.length)
  }

  get observationSpace(): Observer['space'] {
    return this.#observer.space
  }

  get spent(): Spent {
    return {
      trials: this.trials.length,
      fullTrials: sumOfFidelities(this.#fidelities),
      distinct: this.#seen.size,
      elapsedMs: this.#elapsedMs,
    }
  }

  get budgetLeft(): number {
    this.#budgetLeft ??= budgetLeft(this.#options.budget, this.spent)
    return this.#budgetLeft
  }

  /** The outcome of the baseline, or the first full measurement while there is none. */
  get reference(): Measured | undefined {
    return this.#reference
  }

  /** Whether the target was reached. */
  get terminated(): boolean {
    return this.#terminated
  }

  /** Nobody looks: observations are empty from now on. */
  unwatched(): void {
    this.#isWatched = false
  }

  /** What a learner sees before its next action. */
  observe(): Float32Array {
    if (!this.#isWatched) return NOTHING
    this.#observation ??= this.#observer.observe({
      budgetLeft: this.budgetLeft,
      stagnation: this.trials.length === 0 ? 0 : (this.trials.length - 1 - this.#lastGain) / this.trials.length,
      trials: this.trials,
      front: this.standing.front,
      best: this.standing.best,
      reference: this.#reference,
    })
    return this.#observation
  }

  /**
   * Takes in what a trial showed at `atMs` of the study's clock, and what else is kept of it.
   * Throws a ParetuneError (InvalidReward), with the trial already counted, where the reward function throws or gives no finite number.
   */
  advance(pending: PendingTrial, outcome: Outcome, atMs: number, { reward, reports }: Kept = {}): Advance {
    const step = this.#contextOf(pending, outcome)
    const given = reward ?? this.#rewardOf(step)
    const trial = trialOf(pending, outcome, given, reports, atMs)
    this.trials.push(trial)
    this.#seen.add(pending.fingerprint)
    this.#fidelities += pending.fidelity
    this.#elapsedMs = Math.max(this.#elapsedMs, atMs)
    this.#lowestReward = Math.min(given, this.#lowestReward ?? given)
    if (outcome._tag === 'Measured' && this.#refersTo(pending)) this.#reference = outcome
    this.#previous = step
    const front = this.standing.front
    if (this.standing.add(trial)) this.#lastGain = this.trials.length - 1
    // One list for all the steps that see the same front.
    if (this.standing.front !== front) this.#front = this.standing.front.map(({ measured }) => measured)
    this.#observation = undefined
    this.#budgetLeft = undefined
    this.#terminated ||= this.#reached()
    return {
      trial,
      reward: given,
      observation: this.observe(),
      terminated: this.#terminated,
      truncated: !this.#terminated && this.budgetLeft <= 0,
    }
  }

  #contextOf(pending: PendingTrial, outcome: Outcome): RewardContext {
    const measured = outcome._tag === 'Measured' ? outcome : undefined
    const baseline = measured && this.#refersTo(pending) ? measured : this.#reference
    const best = this.standing.best?.measured
    const context: { -readonly [K in keyof RewardContext]: RewardContext[K] } = {
      config: pending.config,
      outcome,
      fidelity: pending.fidelity,
      objectives: measured?.objectives ?? {},
      violation: measured?.violation ?? Number.NaN,
      front: this.#front,
      trial: pending.number,
      budgetLeft: this.budgetLeft,
    }
    if (baseline) context.baseline = baseline
    if (best) context.best = best
    if (this.#lowestReward !== undefined) context.lowestReward = this.#lowestReward
    if (this.#previous) context.previous = this.#previous
    return context
  }

  /** Whether its measurement is what others are compared with from now on. */
  #refersTo({ fidelity, fingerprint }: PendingTrial): boolean {
    return fidelity === 1 && (this.#reference === undefined || fingerprint === this.#baseline)
  }

  #rewardOf(step: RewardContext): number {
    const place = `the reward function${this.#options.reward.name ? ` \`${this.#options.reward.name}\`` : ''} of trial ${step.trial}`
    let reward: unknown
    try {
      reward = this.#options.reward(step)
    } catch (thrown) {
      if (thrown instanceof ParetuneError) throw thrown
      throw new ParetuneError(
        fault('InvalidReward', `expected a number from ${place}, but it threw: ${messageOf(thrown)}`, {
          cause: thrown,
        }),
      )
    }
    if (typeof reward !== 'number' || !Number.isFinite(reward))
      throw new ParetuneError(fault('InvalidReward', `expected a finite number from ${place}, got ${show(reward)}`))
    return reward
  }

  #reached(): boolean {
    const { target, goals } = this.#options
    if (!target) return false
    return this.standing.front.some(({ measured }) =>
      Object.entries(target).every(([name, value]) => {
        const [got, objective] = [measured.objectives[name], goals.objectives[name]]
        return got !== undefined && (objective?.direction === 'maximize' ? got >= value : got <= value)
      }),
    )
  }
}

/** Key by key: a spread of what has many shapes takes longer than the rest of a step. */
const trialOf = (
  { number, slot, config, fingerprint, fidelity, resumeFrom, origin, repeat, reason, memo }: PendingTrial,
  outcome: Outcome,
  reward: number,
  reports: readonly Report[] | undefined,
  finishedMs: number,
): Trial => {
  const trial: { -readonly [K in keyof Trial]: Trial[K] } = {
    number,
    slot,
    config,
    fingerprint,
    fidelity,
    origin,
    repeat,
    outcome,
    reward,
    finishedMs,
  }
  if (resumeFrom !== undefined) trial.resumeFrom = resumeFrom
  if (reason !== undefined) trial.reason = reason
  if (memo !== undefined) trial.memo = memo
  if (reports) trial.reports = reports
  return trial
}

const NOTHING = new Float32Array(0)
