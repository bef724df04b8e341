import type { Config } from '#src/core/index.js'
import { front, type Point } from '#src/pareto/index.js'
import { defineSpace, real, type Space } from '#src/space/index.js'
import { dtlz1, dtlz1Front } from './dtlz1.js'

/** A problem of several losses and of constraints on them or on the variables, with its Pareto front. */
export interface ConstrainedProblem {
  readonly space: Space
  readonly objectives: number
  losses(x: readonly number[]): readonly number[]
  /** Each is at most 0 where it holds; scaled as in pymoo 0.6.2. */
  constraints(x: readonly number[]): readonly number[]
  /** Points spread over the front. */
  readonly front: readonly Point[]
}

/** The variables of a configuration, in order. */
export const variablesOf = (config: Config): number[] => Object.values(config) as number[]

const box = (...bounds: readonly (readonly [low: number, high: number])[]): Space =>
  defineSpace(Object.fromEntries(bounds.map(([low, high], i) => [`x${i + 1}`, real(low, high)])))

/** Evenly spaced, both ends among them. */
const spaced = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))

const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0)

/** A front that is known by the variables on it, dominated points among them left out. */
const frontOf = (losses: ConstrainedProblem['losses'], variables: readonly (readonly number[])[]): Point[] => {
  const points = variables.map(x => losses(x))
  return front(points).map(i => points[i] as Point)
}

/** A loss for each of two aims in a plane. */
const bnhLosses = ([x1 = 0, x2 = 0]: readonly number[]): number[] => [
  4 * x1 ** 2 + 4 * x2 ** 2,
  (x1 - 5) ** 2 + (x2 - 5) ** 2,
]

/** @see Binh & Korn 1997; its front as in Deb 2001, "Multi-objective optimization using evolutionary algorithms" */
export const bnh: ConstrainedProblem = {
  space: box([0, 5], [0, 3]),
  objectives: 2,
  losses: bnhLosses,
  constraints: ([x1 = 0, x2 = 0]) => [((x1 - 5) ** 2 + x2 ** 2 - 25) / 25, (7.7 - (x1 - 8) ** 2 - (x2 + 3) ** 2) / 7.7],
  front: frontOf(
    bnhLosses,
    spaced(0, 5, 200).map(x => [x, Math.min(x, 3)]),
  ),
}

const osyLosses = (x: readonly number[]): number[] => {
  const [x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0] = x
  return [
    -(25 * (x1 - 2) ** 2 + (x2 - 2) ** 2 + (x3 - 1) ** 2 + (x4 - 4) ** 2 + (x5 - 1) ** 2),
    sum(x.map(xi => xi ** 2)),
  ]
}

/** Five pieces, each on other constraints. @see Osyczka & Kundu 1995; its front as in Deb 2001 */
export const osy: ConstrainedProblem = {
  space: box([0, 10], [0, 10], [1, 5], [0, 6], [1, 5], [0, 10]),
  objectives: 2,
  losses: osyLosses,
  constraints: ([x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0, x6 = 0]) => [
    (2 - x1 - x2) / 2,
    (x1 + x2 - 6) / 6,
    (x2 - x1 - 2) / 2,
    (x1 - 3 * x2 - 2) / 2,
    ((x3 - 3) ** 2 + x4 - 4) / 4,
    (4 - (x5 - 3) ** 2 - x6) / 4,
  ],
  front: frontOf(osyLosses, [
    ...spaced(1, 5, 40).map(x3 => [5, 1, x3, 0, 5, 0]),
    ...spaced(1, 5, 40).map(x3 => [5, 1, x3, 0, 1, 0]),
    ...spaced(4.056, 5, 40).map(x1 => [x1, (x1 - 2) / 3, 1, 0, 1, 0]),
    ...spaced(1, 3.732, 40).map(x3 => [0, 2, x3, 0, 1, 0]),
    ...spaced(0, 1, 40).map(x1 => [x1, 2 - x1, 1, 0, 1, 0]),
  ]),
}

const tnkConstraints = ([x1 = 0, x2 = 0]: readonly number[]): number[] => [
  1 + 0.1 * Math.cos(16 * Math.atan2(x1, x2)) - x1 ** 2 - x2 ** 2,
  2 * ((x1 - 0.5) ** 2 + (x2 - 0.5) ** 2) - 1,
]

/** The losses are the variables; the front lies on the first, waving constraint, in three pieces. @see Tanaka, Watanabe, Furukawa & Tanino 1995 */
export const tnk: ConstrainedProblem = {
  space: box([0, Math.PI], [0, Math.PI]),
  objectives: 2,
  losses: x => x,
  constraints: tnkConstraints,
  front: frontOf(
    x => x,
    spaced(0, Math.PI / 2, 2000)
      .map(angle => {
        const radius = Math.sqrt(1 + 0.1 * Math.cos(16 * angle))
        return [radius * Math.sin(angle), radius * Math.cos(angle)]
      })
      .filter(x => (tnkConstraints(x)[1] as number) <= 0),
  ),
}

/** DTLZ1, feasible only near to its front. @see Jain & Deb 2014, part II: 7 variables for three objectives */
export const c1dtlz1 = (objectives: number): ConstrainedProblem => {
  const losses = dtlz1(objectives)
  return {
    space: box(...Array.from({ length: objectives + 4 }, () => [0, 1] as const)),
    objectives,
    losses,
    constraints: x => {
      const values = losses(x)
      return [(values.at(-1) as number) / 0.6 + sum(values.slice(0, -1)) / 0.5 - 1]
    },
    front: dtlz1Front(objectives, 91),
  }
}
