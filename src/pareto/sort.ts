import { dominates, type Point } from './dominance.js'

/**
 * Fronts of indices: the first holds the points that nothing dominates, each next one those that only points of earlier
 * fronts dominate. Equal points share a front. Two objectives take O(n log n), more take O(n^2) at worst.
 * @see Zhang et al. 2015, "An efficient approach to nondominated sorting" (ENS-BS)
 */
export const nonDominatedSort = (points: readonly Point[]): number[][] => {
  const fronts: number[][] = []
  for (const index of lexicographic(points)) {
    // In lexicographic order no point is dominated by a later one. If front k dominates a point, so does front k - 1.
    let [low, high] = [0, fronts.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (isDominated(points, index, fronts[middle] as number[])) low = middle + 1
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
  const fronts = nonDominatedSort(feasible.map(index => points[index] as Point))
  return [
    ...fronts.map(front => front.map(i => feasible[i] as number)),
    ...[...byViolation].sort(([a], [b]) => a - b).map(([, front]) => front),
  ]
}

/** Indices of the points that nothing dominates, in increasing order. Equal points are all kept. */
export const front = (points: readonly Point[]): number[] => {
  const kept: number[] = []
  for (const index of lexicographic(points)) if (!isDominated(points, index, kept)) kept.push(index)
  return kept.sort((a, b) => a - b)
}

/** Indices, so that the points ascend by their first loss, ties by the second, and so on. */
const lexicographic = (points: readonly Point[]): number[] =>
  [...points.keys()].sort((i, j) => {
    const [a, b] = [points[i] as Point, points[j] as Point]
    for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return (a[k] as number) - (b[k] as number)
    return i - j
  })

/** Whether a member of `others` (non-dominated among themselves, in lexicographic order) dominates the later point. */
const isDominated = (points: readonly Point[], index: number, others: readonly number[]): boolean => {
  const point = points[index] as Point
  // With two losses the last member has the least second loss: if it does not dominate, none does.
  const last = point.length <= 2 ? others.length - 1 : 0
  for (let k = others.length - 1; k >= last && k >= 0; k--) {
    if (dominates(points[others[k] as number] as Point, point)) return true
  }
  return false
}
