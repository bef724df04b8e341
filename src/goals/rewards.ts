import { type Config, fault, type Measured, type Outcome, ParetuneError, show } from '../core/index.js'

/** What a reward function sees of one step. `best`, `front` and `lowestReward` are those before the step. */
export interface RewardContext<C extends Config = Config> {
  readonly config: C
  /** Also a failed or a pruned one. */
  readonly outcome: Outcome
  /** Part of the full measurement, in (0, 1]. What was measured at a part is neither `baseline` nor `best`, and joins no `front`. */
  readonly fidelity: number
  /** Values of the objectives, in their own direction and unit; empty where there is no measurement. */
  readonly objectives: Readonly<Record<string, number>>
  /** Sum of the scaled excesses over the metric constraints; 0 for a feasible configuration, NaN where nothing was measured. */
  readonly violation: number
  /** The measured baseline, or the first full measurement of the study where no baseline is set. */
  readonly baseline?: Measured
  /** The best feasible measurement so far (several objectives: the compromise nearest to the ideal point). */
  readonly best?: Measured
  /** The feasible non-dominated measurements so far. */
  readonly front: readonly Measured[]
  readonly trial: number
  /** 1 at the start, 0 when the budget is spent. */
  readonly budgetLeft: number
  /** The lowest reward given so far. */
  readonly lowestReward?: number
  /** What was seen of the step before, that of the trial told last, and so on back to the first one, which has none. */
  readonly previous?: RewardContext<C>
}

/** Says how good a step was; more is better. Must return a finite number. */
export type Reward<C extends Config = Config> = (step: RewardContext<C>) => number

export interface FailureOption {
  /** Reward where there is no measurement. Default: the lowest reward given so far (0 at the start), so that a failure is never better than a bad run. */
  readonly onFailure?: number
}

/** Gives a reward the name by which errors call it. */
export const named = (name: string, reward: Reward): Reward => Object.defineProperty(reward, 'name', { value: name })

/** A reward of measurements, and `onFailure` where there is none. */
export const whenMeasured = (
  name: string,
  reward: (measured: Measured, step: RewardContext) => number,
  { onFailure }: FailureOption,
): Reward =>
  named(name, step =>
    step.outcome._tag === 'Measured' ? reward(step.outcome, step) : (onFailure ?? Math.min(0, step.lowestReward ?? 0)),
  )

/**
 * Minus the mean of the losses, each relative to the baseline's size: -1 is as good as the baseline where it is positive.
 * The default reward of a study. A violation is subtracted.
 */
export const relativeLoss = (options: FailureOption = {}): Reward =>
  whenMeasured(
    'relativeLoss',
    ({ losses, violation }, { baseline }) => {
      let sum = 0
      for (let i = 0; i < losses.length; i++) sum += (losses[i] as number) / (Math.abs(baseline?.losses[i] ?? 1) || 1)
      return -sum / losses.length - violation
    },
    options,
  )

/** Sum of weight times objective. Weights carry the sign: `{ accuracy: 1, latency: -0.01 }`. */
export const weightedSum = (weights: Readonly<Record<string, number>>, options: FailureOption = {}): Reward =>
  whenMeasured(
    'weightedSum',
    ({ objectives }) => {
      let sum = 0
      for (const [name, weight] of Object.entries(weights)) {
        const value = objectives[name]
        if (value === undefined)
          throw new ParetuneError(
            fault(
              'InvalidReward',
              `expected weightedSum to name objectives (${Object.keys(objectives).join(', ')}), got ${show(name)}`,
            ),
          )
        sum += weight * value
      }
      return sum
    },
    options,
  )

/**
 * How many times better than the baseline in the first objective: 2 is twice as fast (or twice the throughput).
 * For objectives that are above 0. An infeasible configuration counts as a failure, which is 0 unless said otherwise.
 */
export const speedup = ({ onFailure = 0 }: FailureOption = {}): Reward =>
  whenMeasured(
    'speedup',
    ({ losses, feasible }, { baseline }) => {
      if (!feasible) return onFailure
      const [loss, reference] = [losses[0] as number, baseline?.losses[0] ?? (losses[0] as number)]
      return loss > 0 ? reference / loss : loss / reference
    },
    { onFailure },
  )

/**
 * The gain over the best so far, relative to the baseline: 0 where nothing improved, and below full fidelity. It is the difference of the potential
 * "minus the best loss" between two steps, so an episode's rewards add up to the whole improvement.
 *
 * @see Ng, Harada, Russell 1999, Policy invariance under reward transformations (potential-based shaping, gamma = 1)
 */
export const improvement = ({ onFailure = 0 }: FailureOption = {}): Reward =>
  whenMeasured(
    'improvement',
    ({ losses, feasible }, { baseline, best, fidelity }) => {
      if (!feasible || !best || fidelity < 1) return 0
      const scale = Math.abs(baseline?.losses[0] ?? (best.losses[0] as number)) || 1
      return Math.max(0, (best.losses[0] as number) - (losses[0] as number)) / scale
    },
    { onFailure },
  )
