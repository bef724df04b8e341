import type { Point } from './dominance.js'

/**
 * Additive epsilon indicator: the least number that, taken off all losses of `points`, makes them weakly dominate every point of
 * `referenceFront`. Smaller is better, 0 for a set beside itself; Infinity where there are no points.
 * @see Zitzler, Thiele, Laumanns, Fonseca & Grunert da Fonseca 2003, "Performance assessment of multiobjective optimizers"
 */
export const additiveEpsilon = (points: readonly Point[], referenceFront: readonly Point[]): number =>
  epsilon(points, referenceFront, (found, wanted) => found - wanted)

/**
 * Multiplicative epsilon indicator: the least factor by which all losses of `points` may be divided so that they weakly dominate every
 * point of `referenceFront`. Smaller is better, 1 for a set beside itself; Infinity where there are no points. All losses must be
 * above 0, or it throws a RangeError.
 * @see Zitzler et al. 2003
 */
export const multiplicativeEpsilon = (points: readonly Point[], referenceFront: readonly Point[]): number => {
  const low = [...points, ...referenceFront].flat().find(loss => !(loss > 0))
  if (low !== undefined) throw new RangeError(`expected losses above 0 for a multiplicative epsilon, got ${low}`)
  return epsilon(points, referenceFront, (found, wanted) => found / wanted)
}

const epsilon = (
  points: readonly Point[],
  referenceFront: readonly Point[],
  excess: (found: number, wanted: number) => number,
): number => {
  let worst = Number.NEGATIVE_INFINITY
  for (const target of referenceFront) {
    let least = Number.POSITIVE_INFINITY
    for (const point of points) {
      let most = Number.NEGATIVE_INFINITY
      for (let m = 0; m < target.length; m++) most = Math.max(most, excess(point[m] as number, target[m] as number))
      if (most < least) least = most
    }
    if (least > worst) worst = least
  }
  return worst
}
