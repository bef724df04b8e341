import type { Config } from '../../core/index.js'
import { domainsOf, type Space } from '../../space/index.js'

/** Where configurations lie for the kernel: one coordinate for each parameter that has more than one value. */
export interface Coordinates {
  /** Coordinates of a point: ordered parameters first, then unordered ones. */
  readonly dimension: number
  /** How many of them are ordered. */
  readonly ordered: number
  /** Ordered: the place in [0, 1] in the parameter's scale, NaN where inactive. Unordered: the index of the value, -1 where inactive. */
  pointOf(config: Config): Float64Array
}

export const coordinatesOf = (space: Space): Coordinates => {
  const movable = domainsOf(space).filter(({ size }) => size > 1)
  const ordered = movable.filter(domain => domain.ordered)
  const domains = [...ordered, ...movable.filter(domain => !domain.ordered)]
  return {
    dimension: domains.length,
    ordered: ordered.length,
    pointOf: config => {
      const point = new Float64Array(domains.length)
      for (const [d, { name, ordered, positionOf, indexOf }] of domains.entries()) {
        const value = config[name]
        if (ordered) point[d] = value === undefined ? Number.NaN : positionOf(value)
        else point[d] = value === undefined ? -1 : indexOf(value)
      }
      return point
    },
  }
}

/** Squared distance of two random places in [0, 1], on average. */
const MEAN_SQUARED = 1 / 6

/**
 * How far two points are from each other in each coordinate, squared. Unordered values are all equally far from each other (Hamming), as far as two
 * places are on average, so that one prior of lengthscales does for all. An inactive value lies beside the middle of the scale, on average as
 * far again from its values; two points that both lack one are alike in it. All of that are distances between points of a Euclidean
 * space, which keeps kernels of them positive definite.
 * @see Hutter, Hoos & Leyton-Brown 2011, "Sequential model-based optimization for general algorithm configuration" (Hamming distance);
 * Swersky et al. 2014, "Raiders of the lost architecture" (inactive parameters away from all values of their scale)
 */
export const squaredDistances = (
  { dimension, ordered }: Coordinates,
  a: Float64Array,
  b: Float64Array,
  into: Float64Array,
  at: number,
): void => {
  for (let d = 0; d < ordered; d++) into[at + d] = betweenPlaces(a[d] as number, b[d] as number)
  for (let d = ordered; d < dimension; d++) into[at + d] = a[d] === b[d] ? 0 : MEAN_SQUARED
}

/** Their sum, each times its weight. */
export const weightedDistance = (
  { dimension, ordered }: Coordinates,
  weights: Float64Array,
  a: Float64Array,
  b: Float64Array,
): number => {
  let sum = 0
  for (let d = 0; d < ordered; d++) sum += (weights[d] as number) * betweenPlaces(a[d] as number, b[d] as number)
  for (let d = ordered; d < dimension; d++) if (a[d] !== b[d]) sum += (weights[d] as number) * MEAN_SQUARED
  return sum
}

const betweenPlaces = (a: number, b: number): number => {
  const difference = a - b
  // NaN where one of them is inactive, or both.
  if (!Number.isNaN(difference)) return difference * difference
  const active = Number.isNaN(a) ? b : a
  return Number.isNaN(active) ? 0 : MEAN_SQUARED / 2 + (active - 0.5) ** 2
}
