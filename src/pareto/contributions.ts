import { columnsOf } from './columns.js'
import { sweepContributions } from './contributions-sweep.js'
import type { Point } from './dominance.js'
import { hypervolume } from './hypervolume.js'
import { indices, sortBy } from './order.js'

/**
 * What each point alone adds to the hypervolume: the volume within the box below `reference` that it dominates and no other point
 * does, exactly. 0 for a point that another one dominates or equals, and for one that is not better than the reference in every
 * objective. O(n log n) for two objectives; for three O(n^2) at worst and near to O(n log n) on a front; beyond, a hypervolume
 * for each point.
 * @see Emmerich & Fonseca 2011, "Computing hypervolume contributions in low dimensions"; While et al. 2012 (exclusive hypervolume)
 */
export const hypervolumeContributions = (points: readonly Point[], reference: Point): number[] => {
  const inside: number[] = []
  points.forEach((point, i) => {
    if (reference.every((bound, m) => (point[m] as number) < bound)) inside.push(i)
  })
  const own = contributionsOf(
    inside.map(i => points[i] as Point),
    reference,
  )
  const contributions = new Array<number>(points.length).fill(0)
  inside.forEach((i, k) => {
    contributions[i] = own[k] as number
  })
  return contributions
}

/** All points lie inside the reference. */
const contributionsOf = (points: readonly Point[], reference: Point): ArrayLike<number> => {
  if (points.length === 0) return []
  switch (reference.length) {
    case 1:
      return twoObjectives(
        points.map(([x]) => [0, x as number]),
        [1, reference[0] as number],
      )
    case 2:
      return twoObjectives(points, reference)
    case 3:
      return sweepContributions(points, reference)
    default:
      return points.map((point, i) => exclusiveHypervolume(point, points.toSpliced(i, 1), reference))
  }
}

/**
 * Goes along the first objective. Between two neighbouring points the one that is lowest so far dominates alone what lies between it
 * and the second lowest.
 */
const twoObjectives = (points: readonly Point[], [referenceX, referenceY]: Point): Float64Array => {
  const [xs, ys] = columnsOf(points) as [Float64Array, Float64Array]
  const own = new Float64Array(points.length)
  const order = sortBy(indices(points.length), xs)
  let [lowest, low, second] = [-1, referenceY as number, referenceY as number]
  for (let k = 0; k < order.length; k++) {
    const index = order[k] as number
    const y = ys[index] as number
    if (y < low) {
      second = low
      low = y
      lowest = index
    } else if (y < second) second = y
    const end = k + 1 < order.length ? (xs[order[k + 1] as number] as number) : (referenceX as number)
    ;(own[lowest] as number) += (end - (xs[index] as number)) * (second - low)
  }
  return own
}

/**
 * What a point adds to the hypervolume of others: its box below `reference`, less what the others dominate of it. 0 for a point that is not
 * better than the reference in every objective.
 * @see While, Bradstreet & Barone 2012, "A fast way of calculating exact hypervolumes" (exclusive hypervolume)
 */
export const exclusiveHypervolume = (point: Point, others: readonly Point[], reference: Point): number => {
  const limited = others.map(other => other.map((loss, m) => Math.max(loss, point[m] as number)))
  const box = point.reduce((product, loss, m) => product * Math.max(0, (reference[m] as number) - loss), 1)
  // Of equal volumes computed in two ways the difference may be a rounding error below 0.
  return Math.max(0, box - hypervolume(limited, reference))
}
