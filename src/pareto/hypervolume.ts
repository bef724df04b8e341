import type { Point } from './dominance.js'
import { sweep } from './hypervolume-sweep.js'
import { indices, sortBy } from './order.js'

/**
 * Volume of what the points dominate within the box below `reference`, exactly. A point that is not better than the
 * reference in every objective adds nothing. Made for 1 to 6 objectives: a sweep up to 3, WFG beyond, whose time grows
 * exponentially with the objectives; for more than 6 see `estimateHypervolume`.
 * @see Fonseca et al. 2006 (dimension sweep); While et al. 2012, "A fast way of calculating exact hypervolumes"
 */
export const hypervolume = (points: readonly Point[], reference: Point): number => {
  const inside = points.filter(point => reference.every((bound, i) => (point[i] as number) < bound))
  const m = reference.length
  if (inside.length === 0) return 0
  if (m === 1) return (reference[0] as number) - Math.min(...inside.map(point => point[0] as number))
  // One objective more, in which all agree, at a distance of 1 from the reference.
  if (m === 2)
    return volumeOf(
      inside.map(([x, y]) => [x as number, y as number, 0]),
      [...reference, 1],
    )
  return volumeOf(inside, reference)
}

const volumeOf = (points: readonly Point[], reference: Point): number => {
  const [n, m] = [points.length, reference.length]
  const order = sortBy(
    indices(n),
    points.map(point => point[2] as number),
  )
  const rows = new Float64Array(n * m)
  order.forEach((i, k) => {
    rows.set(points[i] as Point, k * m)
  })
  const xs = new Float64Array(n + 2)
  const ys = new Float64Array(n + 2)
  /** For each number of objectives the rows that are looked at. */
  const levels = Array.from({ length: m }, (_, objectives) => new Float64Array(n * objectives))

  /**
   * Volume in the first `m` objectives of `n` rows of m losses each, in ascending order of the third one. Beyond three objectives it is
   * a sum of exclusive volumes. Points are taken from the worst in the last objective to the best, so that a point and the later ones,
   * limited to what it dominates, agree in that objective and one dimension falls away. The limits keep the order in the third one.
   */
  const volume = (rows: Float64Array, n: number, m: number): number => {
    if (m === 3) return sweep(rows, n, reference, xs, ys)
    const places = placesFromWorst(rows, n, m)
    const limited = levels[m - 1] as Float64Array
    let total = 0
    for (let i = 0; i < n; i++) {
      let count = 0
      for (let j = 0; j < n; j++) {
        if ((places[j] as number) <= (places[i] as number)) continue
        for (let k = 0; k < m - 1; k++) {
          limited[count * (m - 1) + k] = Math.max(rows[i * m + k] as number, rows[j * m + k] as number)
        }
        count++
      }
      if (m > 4) count = keepFront(limited, count, m - 1)
      let own = 1
      for (let k = 0; k < m - 1; k++) own *= (reference[k] as number) - (rows[i * m + k] as number)
      const shared = volume(limited, count, m - 1)
      total += ((reference[m - 1] as number) - (rows[i * m + m - 1] as number)) * (own - shared)
    }
    return total
  }

  return volume(rows, m > 3 ? keepFront(rows, n, m) : n, m)
}

/** The place of each row in the descending order of the last of its m losses. */
const placesFromWorst = (rows: Float64Array, n: number, m: number): Int32Array => {
  const last = new Float64Array(n)
  for (let i = 0; i < n; i++) last[i] = -(rows[i * m + m - 1] as number)
  const places = new Int32Array(n)
  sortBy(indices(n), last).forEach((i, place) => {
    places[i] = place
  })
  return places
}

/** Moves the rows that no other one dominates or equals to the front, in their order, and returns how many they are. */
const keepFront = (rows: Float64Array, n: number, m: number): number => {
  let kept = 0
  for (let i = 0; i < n; i++) {
    let isDominated = false
    for (let j = 0; j < kept && !isDominated; j++) isDominated = isNowhereAbove(rows, j * m, i * m, m)
    if (isDominated) continue
    // A later row may be the better one of two that agree in the third loss.
    let left = 0
    for (let j = 0; j < kept; j++) {
      if (isNowhereAbove(rows, i * m, j * m, m)) continue
      if (left < j) rows.copyWithin(left * m, j * m, j * m + m)
      left++
    }
    kept = left
    if (kept < i) rows.copyWithin(kept * m, i * m, i * m + m)
    kept++
  }
  return kept
}

const isNowhereAbove = (rows: Float64Array, a: number, b: number, m: number): boolean => {
  for (let k = 0; k < m; k++) if ((rows[a + k] as number) > (rows[b + k] as number)) return false
  return true
}
