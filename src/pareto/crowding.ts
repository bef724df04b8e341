import type { Point } from './dominance.js'
import { indices, sortBy } from './order.js'

/**
 * Crowding distance of each point within its front, in [0, number of objectives] or Infinity: the sum over objectives of
 * the gap between its two neighbours, as a part of the front's range. The ends of each objective are Infinity.
 * An objective in which all points agree has no ends and adds nothing.
 * @see Deb et al. 2002, section III-B
 */
export const crowdingDistances = (points: readonly Point[]): number[] => {
  const n = points.length
  if (n <= 2) return points.map(() => Number.POSITIVE_INFINITY)
  const distances = new Array<number>(n).fill(0)
  const order = indices(n)
  const losses = new Float64Array(n)
  for (let m = 0; m < (points[0] as Point).length; m++) {
    for (let i = 0; i < n; i++) {
      losses[i] = (points[i] as Point)[m] as number
      order[i] = i
    }
    sortBy(order, losses)
    const [first, last] = [order[0] as number, order[n - 1] as number]
    const range = (losses[last] as number) - (losses[first] as number)
    if (range === 0) continue
    distances[first] = distances[last] = Number.POSITIVE_INFINITY
    for (let k = 1; k < n - 1; k++) {
      const gap = (losses[order[k + 1] as number] as number) - (losses[order[k - 1] as number] as number)
      ;(distances[order[k] as number] as number) += gap / range
    }
  }
  return distances
}
