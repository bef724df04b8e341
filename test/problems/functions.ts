import type { Config, Value } from '#src/core/index.js'
import { choice, defineSpace, integer, type Parameter, real, type Space } from '#src/space/index.js'

// Noiseless test functions, each over reals alone or with every second coordinate on a grid, ordered or not.

/** What every second coordinate is, from the first: real like the others, an index on a grid, or one of unordered names. */
export type Variant = 'real' | 'integer' | 'categorical'

export interface TestFunction {
  readonly space: Space
  /** The least loss, whatever the variant: grids go through the minimiser. */
  readonly optimum: number
  readonly minimiser: Config
  loss(config: Config): number
}

/** A function of reals, to be minimised over the box [low, high]. */
export interface Formula {
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** One of them where there are several. */
  readonly minimiser: readonly number[]
  readonly optimum: number
  value(x: readonly number[]): number
}

const cube = (dimension: number, low: number, high: number, best: number): Omit<Formula, 'value'> => {
  const all = (value: number): number[] => new Array<number>(dimension).fill(value)
  return { low: all(low), high: all(high), minimiser: all(best), optimum: 0 }
}

const sum = (terms: readonly number[]): number => terms.reduce((total, term) => total + term, 0)

// Boxes of the functions whose minimiser is 0 are not centred on it, so that nobody finds it by starting in the middle.

export const sphere = (dimension: number): Formula => ({
  ...cube(dimension, -3, 7, 0),
  value: x => sum(x.map(xi => xi ** 2)),
})

/** @see Rosenbrock 1960; the chained form for any dimension */
export const rosenbrock = (dimension: number): Formula => ({
  ...cube(dimension, -5, 10, 1),
  value: x => sum(x.slice(1).map((next, i) => 100 * (next - (x[i] as number) ** 2) ** 2 + (1 - (x[i] as number)) ** 2)),
})

/** @see Rastrigin 1974; the form for any dimension is that of Mühlenbein, Schomisch & Born 1991 */
export const rastrigin = (dimension: number): Formula => ({
  ...cube(dimension, -3, 7, 0),
  value: x => sum(x.map(xi => 10 + xi ** 2 - 10 * Math.cos(2 * Math.PI * xi))),
})

/** @see Ackley 1987 */
export const ackley = (dimension: number): Formula => ({
  ...cube(dimension, -20, 45, 0),
  value: x =>
    20 -
    20 * Math.exp(-0.2 * Math.sqrt(sum(x.map(xi => xi ** 2)) / dimension)) +
    Math.E -
    Math.exp(sum(x.map(xi => Math.cos(2 * Math.PI * xi))) / dimension),
})

/** Two coordinates, three minimisers. @see Branin 1972; constants as in Dixon & Szegő 1978 */
export const branin = (): Formula => ({
  low: [-5, 0],
  high: [10, 15],
  minimiser: [Math.PI, 2.275],
  optimum: 10 / (8 * Math.PI),
  value: ([x1 = 0, x2 = 0]) =>
    (x2 - (5.1 / (4 * Math.PI ** 2)) * x1 ** 2 + (5 / Math.PI) * x1 - 6) ** 2 +
    10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x1) +
    10,
})

/** @see Hartman 1973; constants as in Dixon & Szegő 1978 */
export const hartmann6 = (): Formula => ({
  ...cube(6, 0, 1, 0),
  minimiser: [0.20168951, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730053],
  optimum: -3.32236801,
  value: x =>
    -sum(
      HARTMANN_C.map((c, i) => {
        const exponents = x.map(
          (xj, j) => (HARTMANN_A[i]?.[j] as number) * (xj - (HARTMANN_P[i]?.[j] as number) / 10_000) ** 2,
        )
        return c * Math.exp(-sum(exponents))
      }),
    ),
})

const HARTMANN_C = [1, 1.2, 3, 3.2]
const HARTMANN_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const HARTMANN_P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]

/** A function as a tuning problem. Parameters are x1, x2, ... */
export const problemOf = (formula: Formula, variant: Variant = 'real'): TestFunction => {
  const axes = formula.minimiser.map((_, j) => (j % 2 === 0 ? axisOf(formula, j, variant) : axisOf(formula, j, 'real')))
  const name = (j: number): string => `x${j + 1}`
  return {
    space: defineSpace(Object.fromEntries(axes.map(({ parameter }, j) => [name(j), parameter]))),
    optimum: formula.optimum,
    minimiser: Object.fromEntries(axes.map(({ best }, j) => [name(j), best])),
    loss: config => formula.value(axes.map(({ place }, j) => place(config[name(j)] as Value))),
  }
}

interface Axis {
  readonly parameter: Parameter
  readonly best: Value
  place(value: Value): number
}

/** Places of a grid: 21 where ordered; 5 where not, in an order that tells nothing. */
const STEPS = 20
const NAMES = ['c', 'a', 'e', 'b', 'd']

const axisOf = ({ low, high, minimiser }: Formula, j: number, variant: Variant): Axis => {
  const [bottom, top, best] = [low[j] as number, high[j] as number, minimiser[j] as number]
  if (variant === 'real') return { parameter: real(bottom, top), best, place: Number }
  const last = variant === 'integer' ? STEPS : NAMES.length - 1
  const step = (top - bottom) / last
  const bestIndex = Math.round((best - bottom) / step)
  const placeOf = (index: number): number => best + (index - bestIndex) * step
  return variant === 'integer'
    ? { parameter: integer(0, last), best: bestIndex, place: value => placeOf(Number(value)) }
    : {
        parameter: choice(...[...NAMES].sort()),
        best: NAMES[bestIndex] as string,
        place: value => placeOf(NAMES.indexOf(String(value))),
      }
}

/** Every function of the issue in 2, 5 and 20 dimensions (Branin 2, Hartmann 6), by a name such as `sphere 20 integer`. */
export const testFunctions = (): ReadonlyMap<string, TestFunction> => {
  const formulas: [string, Formula][] = [
    ['branin 2', branin()],
    ['hartmann 6', hartmann6()],
  ]
  for (const [name, make] of Object.entries({ sphere, rosenbrock, rastrigin, ackley })) {
    for (const dimension of [2, 5, 20]) formulas.push([`${name} ${dimension}`, make(dimension)])
  }
  const variants: readonly Variant[] = ['real', 'integer', 'categorical']
  return new Map(
    formulas.flatMap(([name, formula]) =>
      variants.map(variant => [`${name} ${variant}`, problemOf(formula, variant)] as const),
    ),
  )
}
