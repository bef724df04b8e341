import { fault, ParetuneError } from '../core/index.js'
import type { Point } from './dominance.js'

/**
 * About evenly spread directions, each with parts of at least 0 that add up to 1, to sweep the weights of a scalarisation or to guide a
 * many-objective search: the largest design that has at most `points` of them. It is the simplex lattice; where that has no
 * point between all objectives (fewer partitions than objectives), it is the lattice of two layers, if there is room for one.
 * Throws InvalidAgent for fewer points than objectives.
 * @see Deb & Jain 2014, "An evolutionary many-objective optimization algorithm using reference-point-based nondominated sorting approach,
 * part I", table I: 91 for three objectives, 210 for five, 156 for eight, 275 for ten, 135 for fifteen
 * @example
 * referenceDirections(2, 5) // [[0, 1], [0.25, 0.75], [0.5, 0.5], [0.75, 0.25], [1, 0]]
 */
export const referenceDirections = (objectives: number, points: number): Point[] => {
  if (!(points >= objectives)) {
    const expected = `expected at least as many directions as objectives (${objectives})`
    throw new ParetuneError(fault('InvalidAgent', `${expected}, got ${points}`))
  }
  if (objectives === 1) return [[1]]
  const partitions = partitionsFor(points, h => latticeSize(objectives, h))
  if (partitions >= objectives) return simplexLattice(objectives, partitions)
  const outer = partitionsFor(points, h => latticeSize(objectives, h) + latticeSize(objectives, h - 1))
  return outer === 0 ? simplexLattice(objectives, partitions) : twoLayerLattice(objectives, outer, outer - 1)
}

/**
 * The simplex lattice: all points whose parts are multiples of 1 / partitions and add up to 1, C(partitions + objectives - 1, objectives - 1)
 * of them, in ascending order. No partitions are the centre alone.
 * @see Das & Dennis 1998, "Normal-boundary intersection"
 */
export const simplexLattice = (objectives: number, partitions: number): Point[] => {
  if (partitions === 0) return [new Array<number>(objectives).fill(1 / objectives)]
  const lattice: Point[] = []
  const extend = (point: readonly number[], left: number): void => {
    if (point.length === objectives - 1) lattice.push([...point, left / partitions])
    else for (let part = 0; part <= left; part++) extend([...point, part / partitions], left - part)
  }
  extend([], partitions)
  return lattice
}

/**
 * A lattice, and a second one drawn in half-way to the centre: points between all objectives at a number that a lattice alone has on
 * the boundary only.
 * @see Deb & Jain 2014, part I, figure 4
 */
export const twoLayerLattice = (objectives: number, outer: number, inner: number): Point[] => [
  ...simplexLattice(objectives, outer),
  ...simplexLattice(objectives, inner).map(point => point.map(part => part / 2 + 1 / (2 * objectives))),
]

/** C(partitions + objectives - 1, objectives - 1). */
const latticeSize = (objectives: number, partitions: number): number => {
  let size = 1
  for (let k = 1; k < objectives; k++) size = (size * (partitions + k)) / k
  return size
}

/** The most partitions of a design of at most `points`; 0 where one partition is too many. */
const partitionsFor = (points: number, sizeOf: (partitions: number) => number): number => {
  let partitions = 0
  while (sizeOf(partitions + 1) <= points) partitions++
  return partitions
}
