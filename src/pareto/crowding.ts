import type { Point } from './dominance.js'

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
  for (let m = 0; m < (points[0] as Point).length; m++) {
    const loss = (i: number): number => (points[i] as Point)[m] as number
    const order = [...points.keys()].sort((i, j) => loss(i) - loss(j))
    const at = (k: number): number => order[k] as number
    const range = loss(at(n - 1)) - loss(at(0))
    if (range === 0) continue
    distances[at(0)] = distances[at(n - 1)] = Number.POSITIVE_INFINITY
    for (let k = 1; k < n - 1; k++) {
      distances[at(k)] = (distances[at(k)] as number) + (loss(at(k + 1)) - loss(at(k - 1))) / range
    }
  }
  return distances
}
