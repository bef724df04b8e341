import { columnsOf } from './columns.js'
import type { Point } from './dominance.js'
import { indices, sortBy } from './order.js'

/**
 * Fronts of indices: the first holds the points that nothing dominates, each next one those that only points of earlier
 * fronts dominate. Equal points share a front. Two objectives take O(n log n), more take O(n^2) at worst.
 * @see Zhang et al. 2015, "An efficient approach to nondominated sorting" (ENS-BS)
 */
export const nonDominatedSort = (points: readonly Point[]): number[][] => {
  const losses = columnsOf(points)
  const fronts: number[][] = []
  for (const index of lexicographic(losses)) {
    // In lexicographic order no point is dominated by a later one. If front k dominates a point, so does front k - 1.
    let low = 0
    for (let high = fronts.length; low < high; ) {
      const middle = (low + high) >> 1
      if (isDominated(losses, index, fronts[middle] as number[])) low = middle + 1
      else high = middle
    }
    const front = fronts[low]
    if (front === undefined) fronts.push([index])
    else front.push(index)
  }
  return fronts
}

/**
 * Fronts under constrained domination: feasible points first, sorted by their losses, then the infeasible ones from the
 * smallest violation to the largest, equal violations in one front.
 * @see Deb et al. 2002, section VI-A
 */
export const constrainedSort = (points: readonly Point[], violations: readonly number[]): number[][] => {
  const feasible: number[] = []
  const byViolation = new Map<number, number[]>()
  violations.forEach((violation, index) => {
    if (violation === 0) feasible.push(index)
    else if (!byViolation.get(violation)?.push(index)) byViolation.set(violation, [index])
  })
  if (feasible.length === points.length) return nonDominatedSort(points)
  const fronts = nonDominatedSort(feasible.map(index => points[index] as Point))
  return [
    ...fronts.map(front => front.map(i => feasible[i] as number)),
    ...[...byViolation].sort(([a], [b]) => a - b).map(([, front]) => front),
  ]
}

/** Indices of the points that nothing dominates, in increasing order. Equal points are all kept. */
export const front = (points: readonly Point[]): number[] => {
  const losses = columnsOf(points)
  const kept: number[] = []
  for (const index of lexicographic(losses)) if (!isDominated(losses, index, kept)) kept.push(index)
  return kept.sort((a, b) => a - b)
}

/** Indices, so that the points ascend by their first loss, ties by the second, and so on. */
const lexicographic = (losses: readonly Float64Array[]): Int32Array => {
  const order = indices(losses[0]?.length ?? 0)
  for (let m = losses.length - 1; m >= 0; m--) sortBy(order, losses[m] as Float64Array)
  return order
}

/** Whether a member of `others` (non-dominated among themselves, in lexicographic order) dominates the later point. */
const isDominated = (losses: readonly Float64Array[], index: number, others: readonly number[]): boolean => {
  // With two losses the last member has the least second loss: if it does not dominate, none does.
  const last = losses.length <= 2 ? others.length - 1 : 0
  for (let k = others.length - 1; k >= last && k >= 0; k--) {
    if (isBefore(losses, others[k] as number, index)) return true
  }
  return false
}

/** Whether a point that precedes another in lexicographic order dominates it: nowhere worse, and not its equal. */
const isBefore = (losses: readonly Float64Array[], a: number, b: number): boolean => {
  let isBetter = false
  for (let m = 0; m < losses.length; m++) {
    const column = losses[m] as Float64Array
    const [x, y] = [column[a] as number, column[b] as number]
    if (x > y) return false
    if (x < y) isBetter = true
  }
  return isBetter
}
