import { fault, ParetuneError } from '../../core/index.js'
import type { LossDistribution } from './distribution.js'

export interface CutoffOptions {
  /** Where on the way from the median (0) to the optimum (1) random search is when time is up. Default: 0.95, as Kernel Tuner tunes its strategies by. */
  readonly cutoff?: number
  /** Where it is when the clock starts to count. Default: 0.01, likewise. */
  readonly start?: number
}

/** The part of a tuning that counts. */
export interface TuningBudget {
  /** The loss that random search is expected to have reached in the end. */
  readonly target: number
  readonly startEvaluations: number
  readonly evaluations: number
  readonly startMs: number
  readonly ms: number
}

/** The cutoffs of the methodology's own experiments. */
const [CUTOFF, START] = [0.95, 0.01]

/**
 * The budget in which random search is expected to come so near to the optimum, in evaluations and in time: that many times the median
 * cost. Start and end are kept two evaluations apart where they can be. Throws InvalidStudy where random search is there at once, as where
 * nearly all losses are the same.
 *
 * Departs from the package where fewer than two evaluations lie between: this limits the end by the evaluations to the optimum, the
 * package by the loss of the optimum.
 * @see Willemsen et al. 2024, "A methodology for comparing optimization algorithms for auto-tuning"
 */
export const tuningBudget = (
  distribution: LossDistribution,
  { cutoff = CUTOFF, start = START }: CutoffOptions = {},
): TuningBudget => {
  const { target, evaluations } = reached(distribution, cutoff)
  let [first, last] = [reached(distribution, start).evaluations, evaluations]
  if (last - first < 2) {
    last = Math.min(reached(distribution, 1).evaluations, last + (first === 0 ? 2 : 1))
    first = Math.max(0, first - 1)
  }
  if (last <= first) throw tooEasy(distribution, `a start before the end, got ${first} and ${last} evaluations`)
  return {
    target,
    startEvaluations: first,
    evaluations: last,
    startMs: (start > 0 ? first : 0) * distribution.medianCostMs,
    ms: last * distribution.medianCostMs,
  }
}

/** M evaluations are expected to reach index M (N + 1) / (M + 1) of N losses, worst first; so many are needed for the first at the target. */
const reached = (
  distribution: LossDistribution,
  cutoff: number,
): { readonly target: number; readonly evaluations: number } => {
  const { losses, median } = distribution
  const n = losses.length
  const optimum = losses[0] as number
  const target = optimum + (median - optimum) * (1 - cutoff)
  let index = losses.findLastIndex(loss => loss <= target)
  index = n - 1 - index
  // The optimum itself is no cutoff short of 1: the loss before it is.
  if (cutoff !== 1 && losses[n - 1 - index] === optimum) index--
  if (index < 0) throw tooEasy(distribution, `losses other than the optimum, ${optimum}`)
  return { target, evaluations: Math.ceil(index / (n + 1 - index)) }
}

const tooEasy = ({ losses }: LossDistribution, expected: string): ParetuneError =>
  new ParetuneError(
    fault('InvalidStudy', `a population of ${losses.length} losses is too easy for a score: expected ${expected}`),
  )
