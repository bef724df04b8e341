import type { Config } from '#src/core/index.js'
import type { Point } from '#src/pareto/index.js'
import { defineSpace, real, type Space } from '#src/space/index.js'
import { dtlz2 } from './dtlz.js'
import { type Zdt, zdt1, zdt2, zdt3, zdt4, zdt6 } from './zdt.js'

/** A problem of which the Pareto front is known. */
export interface FrontProblem {
  readonly space: Space
  readonly objectives: number
  losses(config: Config): readonly number[]
  /** Points spread over the Pareto front: those of pymoo 0.6.2's `pareto_front()`, so that distances to it can be compared. */
  readonly front: readonly Point[]
}

/** Evenly spaced, both ends among them. */
const spaced = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))

const reals = (count: number, low: number, high: number): Record<string, ReturnType<typeof real>> =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`x${i + 1}`, i === 0 ? real(0, 1) : real(low, high)]))

const problem = (
  space: Space,
  formula: (x: readonly number[]) => readonly number[],
  front: readonly Point[],
): FrontProblem => ({
  space,
  objectives: (front[0] as Point).length,
  losses: config => formula(Object.values(config) as number[]),
  front,
})

/** The front is where all variables but the first are 0: `firsts` are values of the first loss on it. */
const zdt = (formula: Zdt, variables: number, firsts: readonly number[], low = 0, high = 1): FrontProblem => {
  const rest = new Array<number>(variables - 1).fill(0)
  const secondOf = (f1: number): number => (formula === zdt6 ? 1 - f1 ** 2 : formula([f1, ...rest])[1])
  return problem(
    defineSpace(reals(variables, low, high)),
    formula,
    firsts.map(f1 => [f1, secondOf(f1)]),
  )
}

/** Where ZDT3's front has its five pieces. */
const pieces = [
  [0, 0.0830015349],
  [0.18222878, 0.2577623634],
  [0.4093136748, 0.4538821041],
  [0.6183967944, 0.6525117038],
  [0.8233317983, 0.8518328654],
] as const

/** The 136 points of the simplex whose coordinates are multiples of 1/15. */
const lattice = Array.from({ length: 16 }, (_, i) =>
  Array.from({ length: 16 - i }, (_, j) => [i / 15, j / 15, (15 - i - j) / 15]),
).flat()

/** 25,000 evaluations with a population of 100 is what they are usually given. */
export const frontProblems = {
  zdt1: zdt(zdt1, 30, spaced(0, 1, 100)),
  zdt2: zdt(zdt2, 30, spaced(0, 1, 100)),
  zdt3: zdt(
    zdt3,
    30,
    pieces.flatMap(([low, high]) => spaced(low, high, 20)),
  ),
  zdt4: zdt(zdt4, 10, spaced(0, 1, 100), -5, 5),
  zdt6: zdt(zdt6, 10, spaced(0.2807753191, 1, 100)),
  dtlz2: problem(
    defineSpace(reals(12, 0, 1)),
    dtlz2(3),
    lattice.map(point => point.map(x => x / Math.hypot(...point))),
  ),
} as const satisfies Readonly<Record<string, FrontProblem>>
