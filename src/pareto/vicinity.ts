import { columnsOf } from './columns.js'
import type { LeastCrowded } from './crowding.js'
import type { Point } from './dominance.js'

/**
 * The `size` points of a front of the widest vicinities, the narrowest one going first (of equals the last). A vicinity is the product of
 * the squared distances to the M nearest neighbours that are left, M being the number of objectives, each scaled to its range over the
 * front; the ends of each objective have Infinity. Made for three objectives and more, where the crowding distance says little:
 * neighbours in one objective are far apart in others.
 * @see Kukkonen & Deb 2006, "A fast and effective method for pruning of non-dominated solutions in many-objective problems"
 */
export const widestVicinities = (points: readonly Point[], size: number): LeastCrowded => {
  const n = points.length
  const objectives = points[0]?.length ?? 0
  const squares = squaredDistances(points)
  const ends = endsOf(points)
  const kept = [...points.keys()]
  /** The nearest neighbours of each point, as far as there are so many. */
  const nearest = new Int32Array(n * objectives)
  const vicinities = new Float64Array(n)

  const look = (i: number): void => {
    const [row, base] = [i * n, i * objectives]
    let found = 0
    for (const j of kept) {
      if (j === i) continue
      const square = squares[row + j] as number
      let at = found === objectives ? objectives : found++
      for (; at > 0 && (squares[row + (nearest[base + at - 1] as number)] as number) > square; at--) {
        if (at < objectives) nearest[base + at] = nearest[base + at - 1] as number
      }
      if (at < objectives) nearest[base + at] = j
    }
    nearest.fill(-1, base + found, base + objectives)
    let product = found > 0 ? 1 : Number.POSITIVE_INFINITY
    for (let k = 0; k < found; k++) product *= squares[row + (nearest[base + k] as number)] as number
    vicinities[i] = ends.has(i) ? Number.POSITIVE_INFINITY : product
  }

  for (const i of kept) look(i)
  while (kept.length > size) {
    let least = 0
    for (let k = 1; k < kept.length; k++) {
      if ((vicinities[kept[k] as number] as number) <= (vicinities[kept[least] as number] as number)) least = k
    }
    const [gone] = kept.splice(least, 1) as [number]
    for (const i of kept) {
      for (let k = 0; k < objectives; k++) if (nearest[i * objectives + k] === gone) look(i)
    }
  }
  return { kept, distances: kept.map(i => vicinities[i] as number) }
}

/** Between all points, row by row, each objective scaled to its range. */
const squaredDistances = (points: readonly Point[]): Float64Array => {
  const n = points.length
  const squares = new Float64Array(n * n)
  for (const losses of columnsOf(points)) {
    const range = Math.max(...losses) - Math.min(...losses)
    if (range === 0) continue
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++) {
        const square = (((losses[i] as number) - (losses[j] as number)) / range) ** 2
        ;(squares[i * n + j] as number) += square
        ;(squares[j * n + i] as number) += square
      }
    }
  }
  return squares
}

/** The first points with the least and with the largest loss in each objective in which not all agree. */
const endsOf = (points: readonly Point[]): ReadonlySet<number> => {
  const ends = new Set<number>()
  for (const losses of columnsOf(points)) {
    const [low, high] = [Math.min(...losses), Math.max(...losses)]
    if (low < high) ends.add(losses.indexOf(low)).add(losses.indexOf(high))
  }
  return ends
}
