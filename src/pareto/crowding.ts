import { columnsOf } from './columns.js'
import type { Point } from './dominance.js'
import { indices, sortBy } from './order.js'

/**
 * Crowding distance of each point within its front, in [0, number of objectives] or Infinity: the sum over objectives of
 * the gap between its two neighbours, as a part of the front's range. The ends of each objective are Infinity.
 * An objective in which all points agree has no ends and adds nothing.
 * @see Deb et al. 2002, section III-B
 */
export const crowdingDistances = (points: readonly Point[]): number[] => widestGaps(points, points.length).distances

/** Points of a front that were kept. */
export interface LeastCrowded {
  /** Indices, ascending. */
  readonly kept: readonly number[]
  /** How far each of them is from the others that were kept: larger is lonelier. */
  readonly distances: number[]
}

/**
 * The `size` points of a front of the largest crowding distances. The most crowded one goes first (of equals the last), and before the
 * next one goes, the distances of its neighbours are put right. O(n log n + n (n - size)).
 * @see Kukkonen & Deb 2006, "Improved pruning of non-dominated solutions based on crowding distance for bi-objective optimization problems"
 */
export const widestGaps = (points: readonly Point[], size: number): LeastCrowded => {
  const chains = columnsOf(points).flatMap(chainOf)
  const distances = new Float64Array(points.length)
  for (let i = 0; i < distances.length; i++) distances[i] = distanceOf(chains, i, points.length)
  const kept = [...points.keys()]
  while (kept.length > size) {
    let most = 0
    for (let k = 1; k < kept.length; k++) {
      if ((distances[kept[k] as number] as number) <= (distances[kept[most] as number] as number)) most = k
    }
    const [gone] = kept.splice(most, 1) as [number]
    for (const { before, after } of chains) {
      const [left, right] = [before[gone] as number, after[gone] as number]
      if (left >= 0) after[left] = right
      if (right >= 0) before[right] = left
    }
    for (const { before, after } of chains) {
      for (const near of [before[gone] as number, after[gone] as number]) {
        if (near >= 0) distances[near] = distanceOf(chains, near, kept.length)
      }
    }
  }
  return { kept, distances: kept.map(i => distances[i] as number) }
}

/** One objective: its losses, and the points before and after each one in their order, -1 at the ends. */
interface Chain {
  readonly losses: Float64Array
  readonly range: number
  readonly before: Int32Array
  readonly after: Int32Array
}

/** None where all agree. */
const chainOf = (losses: Float64Array): Chain[] => {
  const n = losses.length
  const order = sortBy(indices(n), losses)
  const range = (losses[order[n - 1] as number] as number) - (losses[order[0] as number] as number)
  if (range === 0) return []
  const [before, after] = [new Int32Array(n), new Int32Array(n)]
  for (let k = 0; k < n; k++) {
    before[order[k] as number] = k === 0 ? -1 : (order[k - 1] as number)
    after[order[k] as number] = k === n - 1 ? -1 : (order[k + 1] as number)
  }
  return [{ losses, range, before, after }]
}

const distanceOf = (chains: readonly Chain[], i: number, left: number): number => {
  if (left <= 2) return Number.POSITIVE_INFINITY
  let distance = 0
  for (const { losses, range, before, after } of chains) {
    const [low, high] = [before[i] as number, after[i] as number]
    if (low < 0 || high < 0) return Number.POSITIVE_INFINITY
    distance += ((losses[high] as number) - (losses[low] as number)) / range
  }
  return distance
}
