import type { Point } from './dominance.js'
import { front } from './sort.js'

/**
 * Volume of what the points dominate within the box below `reference`, exactly. A point that is not better than the
 * reference in every objective adds nothing. Made for 1 to 6 objectives: a sweep up to 3, WFG beyond, whose time grows
 * exponentially with the objectives.
 * @see Fonseca et al. 2006 (dimension sweep); While et al. 2012, "A fast way of calculating exact hypervolumes"
 */
export const hypervolume = (points: readonly Point[], reference: Point): number => {
  const inside = points.filter(point => reference.every((bound, i) => (point[i] as number) < bound))
  return volume(inside, reference, reference.length)
}

/** Hypervolume in the first `m` objectives; all points lie inside the reference. */
const volume = (points: readonly Point[], reference: Point, m: number): number => {
  if (points.length === 0) return 0
  if (m === 1) return (reference[0] as number) - Math.min(...points.map(point => point[0] as number))
  if (m === 2) return sweep2(points, reference)
  if (m === 3) return sweep3(points, reference)
  return wfg(points, reference, m)
}

const byObjective =
  (m: number) =>
  (a: Point, b: Point): number =>
    (a[m] as number) - (b[m] as number)

const sweep2 = (points: readonly Point[], [referenceX, referenceY]: Point): number => {
  let total = 0
  let floor = referenceY as number
  for (const [x, y] of [...points].sort(byObjective(0)) as [number, number][]) {
    if (y >= floor) continue
    total += ((referenceX as number) - x) * (floor - y)
    floor = y
  }
  return total
}

/**
 * Goes up the third objective and keeps the area dominated so far. Its staircase is held in two arrays, x ascending and
 * y descending, between two sentinels: (-inf, reference y) and (reference x, -inf).
 */
const sweep3 = (points: readonly Point[], reference: Point): number => {
  const [referenceX, referenceY, referenceZ] = reference as [number, number, number]
  const xs = new Float64Array(points.length + 2)
  const ys = new Float64Array(points.length + 2)
  xs[0] = Number.NEGATIVE_INFINITY
  ys[0] = referenceY
  xs[1] = referenceX
  ys[1] = Number.NEGATIVE_INFINITY
  let length = 2
  let [area, total, level] = [0, 0, 0]
  for (const [x, y, z] of [...points].sort(byObjective(2)) as [number, number, number][]) {
    total += area * (z - level)
    level = z
    // The steps before `first` are left of x, or on it.
    let [first, high] = [1, length - 1]
    while (first < high) {
      const middle = (first + high) >> 1
      if ((xs[middle] as number) <= x) first = middle + 1
      else high = middle
    }
    if ((ys[first - 1] as number) <= y) continue
    // A step on the same x lies above y, and goes; so do the steps to the right that are not below y.
    if (xs[first - 1] === x) first--
    let [end, left, floor] = [first, x, ys[first - 1] as number]
    while ((ys[end] as number) >= y) {
      area += ((xs[end] as number) - left) * (floor - y)
      left = xs[end] as number
      floor = ys[end] as number
      end++
    }
    area += ((xs[end] as number) - left) * (floor - y)
    xs.copyWithin(first + 1, end, length)
    ys.copyWithin(first + 1, end, length)
    xs[first] = x
    ys[first] = y
    length += first + 1 - end
  }
  return total + area * (referenceZ - level)
}

/**
 * Sum of exclusive volumes. Points are taken from the worst in the last objective to the best, so that a point and the
 * later ones, limited to what it dominates, agree in that objective and one dimension falls away.
 */
const wfg = (points: readonly Point[], reference: Point, m: number): number => {
  const sorted = [...points].sort((a, b) => byObjective(m - 1)(b, a))
  let total = 0
  sorted.forEach((point, k) => {
    const limited = sorted
      .slice(k + 1)
      .map(other => Array.from({ length: m - 1 }, (_, i) => Math.max(point[i] as number, other[i] as number)))
    let own = 1
    for (let i = 0; i < m - 1; i++) own *= (reference[i] as number) - (point[i] as number)
    const shared = volume(m - 1 <= 3 ? limited : front(limited).map(i => limited[i] as Point), reference, m - 1)
    total += ((reference[m - 1] as number) - (point[m - 1] as number)) * (own - shared)
  })
  return total
}
