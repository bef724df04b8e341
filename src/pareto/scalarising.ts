import type { Point } from './dominance.js'

// Functions that make one number of several losses, the smaller the better. `distances` are the losses as seen from a reference point,
// usually the ideal one, on a common scale; weights are at least 0, and not all 0.

/** Finds no point of a concave part of a front. */
export const weightedSum = (distances: Point, weights: Point): number => {
  let sum = 0
  for (let m = 0; m < distances.length; m++) sum += (weights[m] as number) * (distances[m] as number)
  return sum
}

/**
 * The weighted loss that is worst: every point of a front is the best one for some weights.
 * @see Bowman 1976; Miettinen 1999, "Nonlinear multiobjective optimization", section 3.4
 */
export const tchebycheff = (distances: Point, weights: Point): number => {
  let worst = Number.NEGATIVE_INFINITY
  for (let m = 0; m < distances.length; m++) {
    worst = Math.max(worst, (weights[m] as number) * (distances[m] as number))
  }
  return worst
}

/**
 * The same and `rho` times the weighted sum: of two points alike in their worst loss the one that is better elsewhere wins.
 * @see Steuer & Choo 1983; the form is that of Knowles 2006, "ParEGO", with rho = 0.05
 */
export const augmentedTchebycheff = (distances: Point, weights: Point, rho = 0.05): number =>
  tchebycheff(distances, weights) + rho * weightedSum(distances, weights)

/**
 * Penalty-based boundary intersection: how far a point is along the direction of the weights, and `theta` times how far from it.
 * Prefers, with a large theta, a dominated point on the direction to a better one beside it.
 * @see Zhang & Li 2007, "MOEA/D: a multiobjective evolutionary algorithm based on decomposition", section II, with theta = 5
 */
export const boundaryIntersection = (distances: Point, weights: Point, theta = 5): number => {
  const length = Math.hypot(...weights)
  const along = weightedSum(distances, weights) / length
  let square = 0
  for (let m = 0; m < distances.length; m++) {
    square += ((distances[m] as number) - (along * (weights[m] as number)) / length) ** 2
  }
  return along + theta * Math.sqrt(square)
}
