import { pchip } from '../../numeric/index.js'
import { evenly, type LossDistribution, roundHalfEven } from './distribution.js'

/**
 * What random search without replacement is expected to have found after so many evaluations: of N losses, worst first, the one at
 * index M (N + 1) / (M + 1) after M, smoothed by a monotone curve through the first of each M. Failures are no part of it.
 *
 * @param evaluations Whole numbers, ascending; repeated ones are spread evenly over the way from the first to the last.
 * @see Willemsen et al. 2024, "A methodology for comparing optimization algorithms for auto-tuning"
 */
export const randomOverEvaluations = ({ losses }: LossDistribution, evaluations: ArrayLike<number>): Float64Array => {
  const n = losses.length
  const found = Float64Array.from(evaluations, m => {
    const index = Math.min(n - 1, roundHalfEven((m * (n + 1)) / (m + 1)))
    return losses[n - 1 - index] as number
  })
  if (found.length <= 2) return found
  const first = [...found.keys()].filter(i => i === 0 || (evaluations[i] as number) > (evaluations[i - 1] as number))
  if (first.length < 2) return found
  const curve = pchip(
    first.map(i => evaluations[i] as number),
    first.map(i => found[i] as number),
  )
  const last = evaluations[evaluations.length - 1] as number
  return evenly(evaluations[0] as number, last, evaluations.length).map(curve)
}

/** The same over times, evenly spaced and ascending: each is taken as so many evaluations at their expected cost, one at least. */
export const randomOverTime = (distribution: LossDistribution, timesMs: Float64Array): Float64Array =>
  randomOverEvaluations(
    distribution,
    timesMs.map(timeMs => roundHalfEven(Math.max(timeMs / distribution.evaluationCostMs, 1))),
  )
