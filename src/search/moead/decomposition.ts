import { boundaryIntersection, type Point, tchebycheff, weightedSum } from '../../pareto/index.js'
import type { Individual } from '../nsga2/individual.js'

/** What the subproblems make of several losses. */
export type Method = 'tchebycheff' | 'pbi' | 'weightedSum'

/** The individual of each subproblem; null before there is one. */
export type Individuals = readonly (Individual | null)[]

/** The place and size of what is known of the front: losses are seen from the ideal point, in parts of the ranges. */
export interface Frame {
  readonly ideal: Point
  readonly ranges: Point
}

/** How good losses are for the subproblem of some weights; less is better. */
export type Scalarise = (losses: Point, weights: Point) => number

/** For Tchebycheff: a loss without any weight would not count at all, so that a point could be dominated and no worse. */
const leastWeight = 1e-6

export const scalariseBy = (method: Method, theta: number, { ideal, ranges }: Frame): Scalarise => {
  const distances = (losses: Point): Point =>
    losses.map((loss, m) => (loss - (ideal[m] as number)) / (ranges[m] as number))
  switch (method) {
    case 'tchebycheff':
      return (losses, weights) =>
        tchebycheff(
          distances(losses),
          weights.map(weight => Math.max(weight, leastWeight)),
        )
    case 'pbi':
      return (losses, weights) => boundaryIntersection(distances(losses), weights, theta)
    case 'weightedSum':
      return (losses, weights) => weightedSum(distances(losses), weights)
  }
}

/**
 * The frame by an ideal point and the worst loss among the feasible individuals; an objective in which all agree has range 1. undefined
 * without any of these.
 * @see Zhang & Li 2007, who propose this estimate of the nadir point where objectives are on unlike scales
 */
export const frameOf = (ideal: Point | undefined, individuals: Individuals): Frame | undefined => {
  if (ideal === undefined) return undefined
  const ranges = ideal.map(() => Number.NEGATIVE_INFINITY)
  for (const individual of individuals) {
    if (!individual?.losses || individual.violation > 0) continue
    for (let m = 0; m < ranges.length; m++) {
      ranges[m] = Math.max(ranges[m] as number, (individual.losses[m] as number) - (ideal[m] as number))
    }
  }
  return ranges[0] === Number.NEGATIVE_INFINITY ? undefined : { ideal, ranges: ranges.map(range => range || 1) }
}

/** The ideal point with what one more individual shows; only feasible ones count. */
export const idealWith = (ideal: Point | undefined, { losses, violation }: Individual): Point | undefined =>
  losses === null || violation > 0 ? ideal : (ideal ?? losses).map((least, m) => Math.min(least, losses[m] as number))

/**
 * Whether a newcomer takes the place of an individual: anything with losses that of one without, otherwise the less infeasible one, and of
 * feasible ones the one that is not worse for the subproblem.
 * @param scalarise of the subproblem
 * @see Jain & Deb 2014, part II (C-MOEA/D)
 */
export const replaces = (
  newcomer: Individual,
  individual: Individual | null,
  scalarise: (losses: Point) => number,
): boolean => {
  if (individual === null) return true
  if (newcomer.losses === null || individual.losses === null) return newcomer.losses !== null
  if (newcomer.violation > 0 || individual.violation > 0) return newcomer.violation < individual.violation
  return scalarise(newcomer.losses) <= scalarise(individual.losses)
}

/** For each direction the `count` that are nearest to it, itself among them. @see Zhang & Li 2007, section III-B, step 1.2 */
export const neighbourhoods = (directions: readonly Point[], count: number): number[][] =>
  directions.map(direction => {
    const distances = directions.map(other => Math.hypot(...direction.map((part, m) => part - (other[m] as number))))
    return [...directions.keys()].sort((i, j) => (distances[i] as number) - (distances[j] as number)).slice(0, count)
  })
