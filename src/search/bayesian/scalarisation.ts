import type { Rng } from '../../core/index.js'
import type { Point } from '../../pareto/index.js'

/** Weight of the sum beside the largest term, which keeps weakly dominated points from being optimal (Knowles 2006, section III-A). */
const RHO = 0.05

/** Weights of objectives, uniform over those that sum to 1. */
export const randomWeights = (objectives: number, rng: Rng): Float64Array => {
  const drawn = Float64Array.from({ length: objectives }, () => -Math.log(1 - rng.next()))
  const sum = drawn.reduce((total, weight) => total + weight, 0)
  return drawn.map(weight => weight / sum)
}

/**
 * One loss from several, each scaled to [0, 1] over the points first: the augmented Tchebycheff function.
 * @see Knowles 2006, "ParEGO: a hybrid algorithm with on-line landscape approximation for expensive multiobjective optimization problems",
 * equation 2
 */
export const scalarised = (points: readonly Point[], weights: Float64Array): number[] => {
  const lows = new Float64Array(weights.length).fill(Number.POSITIVE_INFINITY)
  const highs = new Float64Array(weights.length).fill(Number.NEGATIVE_INFINITY)
  for (const point of points) {
    for (const [m, loss] of point.entries()) {
      lows[m] = Math.min(lows[m] as number, loss)
      highs[m] = Math.max(highs[m] as number, loss)
    }
  }
  return points.map(point => {
    let [largest, sum] = [0, 0]
    for (let m = 0; m < weights.length; m++) {
      const span = (highs[m] as number) - (lows[m] as number)
      const term = ((weights[m] as number) * ((point[m] as number) - (lows[m] as number))) / (span || 1)
      largest = Math.max(largest, term)
      sum += term
    }
    return largest + RHO * sum
  })
}
