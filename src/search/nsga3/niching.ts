import type { Rng } from '../../core/index.js'
import type { Point } from '../../pareto/index.js'

/** Where a point belongs. */
export interface Niche {
  /** Index of the reference direction that is nearest to it. */
  readonly direction: number
  /** How far from the line in that direction it lies. */
  readonly distance: number
}

/**
 * Associates a point with the reference line that it lies nearest to.
 * @param point normalised, each part at least 0
 * @param directions of length 1
 * @see Deb & Jain 2014, part I, algorithm 3
 */
export const nicheOf = (point: Point, directions: readonly Point[]): Niche => {
  let [direction, along] = [0, Number.NEGATIVE_INFINITY]
  // The nearest line is the one along which the point reaches farthest.
  for (let k = 0; k < directions.length; k++) {
    const unit = directions[k] as Point
    let product = 0
    for (let m = 0; m < point.length; m++) product += (point[m] as number) * (unit[m] as number)
    if (product > along) [direction, along] = [k, product]
  }
  const square = point.reduce((sum, part) => sum + part * part, 0)
  return { direction, distance: Math.sqrt(Math.max(0, square - along * along)) }
}

/**
 * Which `room` of the candidates survive: one by one, from the niche that has the fewest (any of these), its candidate nearest to the line
 * where it had none, and any of its candidates otherwise.
 * @param settled niches of those that have survived already
 * @returns indices of candidates
 * @see Deb & Jain 2014, part I, algorithm 4
 */
export const niching = (settled: readonly Niche[], candidates: readonly Niche[], room: number, rng: Rng): number[] => {
  const waiting = new Map<number, number[]>()
  candidates.forEach(({ direction }, i) => {
    if (!waiting.get(direction)?.push(i)) waiting.set(direction, [i])
  })
  const counts = new Map<number, number>()
  for (const { direction } of settled) counts.set(direction, countOf(counts, direction) + 1)
  const chosen: number[] = []
  while (chosen.length < room) {
    const direction = rng.pick(leastCrowded([...waiting.keys()], counts))
    const members = waiting.get(direction) as number[]
    const count = countOf(counts, direction)
    const member =
      count > 0 ? rng.integer(0, members.length - 1) : nearest(members.map(i => (candidates[i] as Niche).distance))
    chosen.push(...members.splice(member, 1))
    counts.set(direction, count + 1)
    if (members.length === 0) waiting.delete(direction)
  }
  return chosen
}

const countOf = (counts: ReadonlyMap<number, number>, direction: number): number => counts.get(direction) ?? 0

const leastCrowded = (directions: readonly number[], counts: ReadonlyMap<number, number>): number[] => {
  const least = Math.min(...directions.map(direction => countOf(counts, direction)))
  return directions.filter(direction => countOf(counts, direction) === least)
}

const nearest = (distances: readonly number[]): number => distances.indexOf(Math.min(...distances))
