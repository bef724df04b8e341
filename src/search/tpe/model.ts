import type { Rng } from '../../core/index.js'
import type { Observations } from './observations.js'
import { type ParzenEstimator, parzenEstimator } from './parzen.js'
import type { Below } from './split.js'

/** The estimators of some axes: of the good rows, and of all others. */
export interface Model {
  readonly axes: readonly number[]
  readonly below: ParzenEstimator
  readonly above: ParzenEstimator
}

/**
 * A model for each list of axes that are active together, from the rows in which they are. All bad rows count the same: Optuna and
 * hyperopt let older ones fade, so that a region that fails is tried again and again.
 */
export const modelsOf = (
  observations: Observations,
  groups: readonly (readonly number[])[],
  { rows, weights }: Below,
  prior: number,
): readonly Model[] => {
  const isBelow = new Uint8Array(observations.length)
  for (const row of rows) isBelow[row] = 1
  return groups.map(axes => {
    const columns = axes.map(a => observations.column(a))
    // Pending rows have not parted the groups: one may be active in part.
    const isActive = (row: number): boolean => columns.every(column => !Number.isNaN(column[row]))
    const good: number[] = []
    const goodWeights: number[] = []
    for (const [k, row] of rows.entries()) {
      if (!isActive(row)) continue
      good.push(row)
      goodWeights.push(weights[k] as number)
    }
    const bad: number[] = []
    for (let row = 0; row < observations.length; row++) if (isBelow[row] === 0 && isActive(row)) bad.push(row)
    return {
      axes,
      below: parzenEstimator(observations, axes, good, goodWeights, prior),
      above: parzenEstimator(observations, axes, bad, new Float64Array(bad.length).fill(1), prior),
    }
  })
}

/**
 * Log of the good density over the other one: points are worth trying in its order.
 * @see Bergstra et al. 2011: the expected improvement grows with it
 */
export const logRatios = (models: readonly Model[], points: readonly Float64Array[]): Float64Array => {
  const sums = new Float64Array(points.length)
  for (const { below, above } of models) {
    below.addLogDensities(points, sums, 1)
    above.addLogDensities(points, sums, -1)
  }
  return sums
}

/** Writes into its axes of `point` the best of some draws from the good density. */
export const drawBest = (model: Model, candidates: number, rng: Rng, point: Float64Array): void => {
  const points = Array.from({ length: candidates }, () => {
    const drawn = point.slice()
    model.below.draw(rng, drawn)
    return drawn
  })
  const best = points[indexOfLargest(logRatios([model], points))] as Float64Array
  for (const a of model.axes) point[a] = best[a] as number
}

/** The first of them; -1 where there is none. */
export const indexOfLargest = (values: Float64Array): number => {
  let best = -1
  for (let i = 0; i < values.length; i++) {
    if (best === -1 || (values[i] as number) > (values[best] as number)) best = i
  }
  return best
}
