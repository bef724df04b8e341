import type { Rng } from '../core/index.js'
import { simplexDraw } from '../numeric/index.js'
import type { Point } from './dominance.js'

/** Rounds in which every point takes one step; the first steps are so long, the last ones 0. */
const rounds = 300
const firstStep = 0.05

/**
 * Any number of directions, spread over the simplex like charges that repel each other: the sum over pairs of 1 / distance^s, with
 * s = 2 * objectives, goes down from uniformly drawn points, each of which moves against its part of the gradient. Unlike a small
 * lattice of many objectives it has points between all of them. The corners, one for each objective, stay where they are; fewer
 * points than objectives are corners only.
 *
 * Takes time in the square of `points`.
 * @see Blank, Deb, Dhebar, Bandaru & Seada 2021, "Generating well-spaced points on a unit simplex for evolutionary many-objective
 * optimization"; s is that of pymoo, steps of equal and falling length stand in for Adam
 */
export const rieszDirections = (objectives: number, points: number, rng: Rng): Point[] => {
  let placed: Point[] = Array.from({ length: points }, (_, i) =>
    i < objectives ? Array.from({ length: objectives }, (_, m) => Number(m === i)) : simplexDraw(objectives, rng),
  )
  for (let round = 0; round < rounds; round++) {
    const step = firstStep * (1 - round / rounds)
    placed = placed.map((point, i) => (i < objectives ? point : moved(point, forceOn(point, placed), step)))
  }
  return placed
}

/** Minus the gradient of the energy within the plane of the simplex, up to a factor. */
const forceOn = (point: Point, others: readonly Point[]): Point => {
  const squares = Float64Array.from(others, other => squaredDistance(point, other))
  // In units of the nearest distance, so that no power leaves the range of a number.
  const nearest = squares.reduce((least, square) => (square > 0 && square < least ? square : least), Infinity)
  const force = new Float64Array(point.length)
  for (let j = 0; j < others.length; j++) {
    if (squares[j] === 0) continue
    const pull = (nearest / (squares[j] as number)) ** (point.length + 1)
    const other = others[j] as Point
    for (let m = 0; m < force.length; m++) {
      force[m] = (force[m] as number) + pull * ((point[m] as number) - (other[m] as number))
    }
  }
  const mean = force.reduce((sum, part) => sum + part, 0) / force.length
  return Array.from(force, part => part - mean)
}

const squaredDistance = (a: Point, b: Point): number => {
  let square = 0
  for (let m = 0; m < a.length; m++) square += ((a[m] as number) - (b[m] as number)) ** 2
  return square
}

const moved = (point: Point, force: Point, step: number): Point => {
  const length = Math.hypot(...force)
  return length === 0 ? point : ontoSimplex(point.map((part, m) => part + (step * (force[m] as number)) / length))
}

/** The nearest point of the simplex. @see Held, Wolfe & Crowder 1974; Duchi et al. 2008, figure 1 */
const ontoSimplex = (point: Point): Point => {
  let [sum, shift] = [0, 0]
  ;[...point]
    .sort((a, b) => b - a)
    .forEach((part, k) => {
      sum += part
      if (part > (sum - 1) / (k + 1)) shift = (sum - 1) / (k + 1)
    })
  return point.map(part => Math.max(0, part - shift))
}
