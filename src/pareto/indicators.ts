import type { Point } from './dominance.js'

/**
 * Inverted generational distance: the mean Euclidean distance from each point of a reference front to the nearest of
 * `points`. Smaller is better; Infinity where there are no points.
 * @see Coello Coello & Reyes Sierra 2004
 */
export const igd = (points: readonly Point[], referenceFront: readonly Point[]): number =>
  meanDistance(points, referenceFront, (found, wanted) => found - wanted)

/**
 * IGD+: as `igd`, with only the losses in which a point is worse than the reference counted, which makes it agree with
 * Pareto dominance.
 * @see Ishibuchi et al. 2015
 */
export const igdPlus = (points: readonly Point[], referenceFront: readonly Point[]): number =>
  meanDistance(points, referenceFront, (found, wanted) => Math.max(found - wanted, 0))

const meanDistance = (
  points: readonly Point[],
  referenceFront: readonly Point[],
  difference: (found: number, wanted: number) => number,
): number => {
  let sum = 0
  for (const target of referenceFront) {
    let nearest = Number.POSITIVE_INFINITY
    for (const point of points) {
      let squared = 0
      for (let i = 0; i < target.length; i++) squared += difference(point[i] as number, target[i] as number) ** 2
      if (squared < nearest) nearest = squared
    }
    sum += Math.sqrt(nearest)
  }
  return sum / referenceFront.length
}
