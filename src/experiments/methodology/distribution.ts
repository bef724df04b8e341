import { fault, ParetuneError } from '../../core/index.js'
import { mean, median } from '../../numeric/index.js'
import type { Population } from '../problems/problem.js'

// The score by which Kernel Tuner's strategies are compared, as the Python package autotuning_methodology 1.1.0 works it out:
//   P(t) = (S(t) - F(t)) / (S(t) - optimum), S what random search is expected to have found by then, F what the strategy has.
// 0 is random search, 1 the optimum at once. @see Willemsen et al. 2024, "A methodology for comparing optimization algorithms for auto-tuning"

/** A population as the methodology looks at it. */
export interface LossDistribution {
  /** Of all configurations that do not fail, best first. */
  readonly losses: Float64Array
  readonly median: number
  /** Of all configurations, failing ones too. */
  readonly medianCostMs: number
  /**
   * What an evaluation of random search is taken to cost: the mean cost of what succeeds, and the part that fails times the mean cost of
   * that. (It is the package's; the mean over all would weigh what succeeds by its part too.)
   */
  readonly evaluationCostMs: number
}

/** Throws InvalidStudy where every configuration fails. */
export const lossDistribution = ({ losses, costsMs }: Population): LossDistribution => {
  const costs = [...costsMs]
  const [failed, fine] = [costs.filter((_, i) => isFailed(losses, i)), costs.filter((_, i) => !isFailed(losses, i))]
  if (fine.length === 0) {
    const message = `expected a population with a configuration that does not fail, got ${failed.length} that do`
    throw new ParetuneError(fault('InvalidStudy', message))
  }
  const best = losses.filter(loss => !Number.isNaN(loss)).sort()
  return {
    losses: best,
    median: median([...best]),
    medianCostMs: median(costs),
    evaluationCostMs: mean(fine) + (failed.length === 0 ? 0 : (failed.length / costs.length) * mean(failed)),
  }
}

const isFailed = (losses: Float64Array, i: number): boolean => Number.isNaN(losses[i])

/** To the nearest whole number, halves to the even one: as Python and NumPy round, which decides between neighbours in a distribution. */
export const roundHalfEven = (x: number): number => {
  const below = Math.floor(x)
  if (x - below !== 0.5) return Math.round(x)
  return below % 2 === 0 ? below : below + 1
}

/** So many numbers from `first` to `last`, both included, evenly spaced. */
export const evenly = (first: number, last: number, points: number): Float64Array => {
  const step = (last - first) / (points - 1)
  return Float64Array.from({ length: points }, (_, i) => (i === points - 1 ? last : first + i * step))
}
