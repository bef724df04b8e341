import { augmentedTchebycheff, type Point } from '../../pareto/index.js'

/**
 * One loss from several, each scaled to [0, 1] over the points first: the augmented Tchebycheff function.
 * @see Knowles 2006, "ParEGO: a hybrid algorithm with on-line landscape approximation for expensive multiobjective optimization problems"
 */
export const scalarised = (points: readonly Point[], weights: readonly number[]): number[] => {
  const lows = weights.map(() => Number.POSITIVE_INFINITY)
  const highs = weights.map(() => Number.NEGATIVE_INFINITY)
  for (const point of points) {
    for (const [m, loss] of point.entries()) {
      lows[m] = Math.min(lows[m] as number, loss)
      highs[m] = Math.max(highs[m] as number, loss)
    }
  }
  const spans = highs.map((high, m) => high - (lows[m] as number) || 1)
  return points.map(point => {
    const scaled = point.map((loss, m) => (loss - (lows[m] as number)) / (spans[m] as number))
    return augmentedTchebycheff(scaled, weights)
  })
}
