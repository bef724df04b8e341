import { flag, real } from '../../../space/index.js'
import type { Problem } from '../problem.js'
import { formulaProblem, repeated, spaceOf } from './formula.js'
import { type FrontOptions, POINTS, referenceOf, spaced } from './fronts.js'

export interface ZdtOptions extends FrontOptions {
  /** Default: 30 for zdt1, zdt2 and zdt3, 10 for zdt4 and zdt6; for zdt5, the strings of flags, 11. */
  readonly variables?: number
}

/** A problem by its first loss, how far the other variables are from their best (`g`, 1 there), and the shape of the front. */
interface Zdt {
  readonly variables: number
  /** Of all variables but the first, which lies in [0, 1]. Default: the same. */
  readonly bounds?: readonly [low: number, high: number]
  readonly first: (x1: number) => number
  readonly g: (x: Float64Array) => number
  readonly h: (f1: number, g: number) => number
  /** Where the first loss runs on the front. */
  readonly pieces?: readonly (readonly [low: number, high: number])[]
}

const identity = (x1: number): number => x1

const rest = (x: Float64Array, term: (xi: number) => number = identity): number => {
  let sum = 0
  for (let i = 1; i < x.length; i++) sum += term(x[i] as number)
  return sum
}

const mean = (x: Float64Array): number => 1 + (9 * rest(x)) / (x.length - 1)
const convex = (f1: number, g: number): number => 1 - Math.sqrt(f1 / g)
const concave = (f1: number, g: number): number => 1 - (f1 / g) ** 2

const definitions = {
  /** Convex. */
  zdt1: { variables: 30, first: identity, g: mean, h: convex },
  /** Concave. */
  zdt2: { variables: 30, first: identity, g: mean, h: concave },
  /** In five pieces. */
  zdt3: {
    variables: 30,
    first: identity,
    g: mean,
    h: (f1, g) => convex(f1, g) - (f1 / g) * Math.sin(10 * Math.PI * f1),
    pieces: [
      [0, 0.0830015349],
      [0.18222878, 0.2577623634],
      [0.4093136748, 0.4538821041],
      [0.6183967944, 0.6525117038],
      [0.8233317983, 0.8518328654],
    ],
  },
  /** 21^9 local fronts. */
  zdt4: {
    variables: 10,
    bounds: [-5, 5],
    first: identity,
    g: x => 1 + 10 * (x.length - 1) + rest(x, xi => xi ** 2 - 10 * Math.cos(4 * Math.PI * xi)),
    h: convex,
  },
  /** Crowded at one end, and thin near the front. */
  zdt6: {
    variables: 10,
    first: x1 => 1 - Math.exp(-4 * x1) * Math.sin(6 * Math.PI * x1) ** 6,
    g: x => 1 + 9 * (rest(x) / (x.length - 1)) ** 0.25,
    h: concave,
    pieces: [[0.2807753191, 1]],
  },
} as const satisfies Readonly<Record<string, Zdt>>

/**
 * ZDT1 to ZDT4 and ZDT6: reals, two losses.
 *
 * @see Zitzler, Deb & Thiele 2000, "Comparison of multiobjective evolutionary algorithms: empirical results"; the ends of the pieces are
 * those of pymoo 0.6.2
 */
export const zdt =
  (name: keyof typeof definitions) =>
  ({ variables = definitions[name].variables, points = POINTS }: ZdtOptions): Problem => {
    const { bounds = [0, 1], first, g, h, pieces = [[0, 1]] }: Zdt = definitions[name]
    const front = pieces
      .flatMap(([low, high]) => spaced(low, high, Math.round(points / pieces.length)))
      .map(f1 => [f1, h(f1, 1)])
    return formulaProblem(
      {
        name: `${name} variables=${variables}`,
        space: spaceOf([real(0, 1), ...repeated(variables - 1, real(...bounds))]),
        objectives: 2,
        evaluate: (x, y) => {
          const [f1, scale] = [first(x[0] as number), g(x)]
          y[0] = f1
          y[1] = scale * h(f1, scale)
        },
      },
      { reference: referenceOf(front), front },
    )
  }

const [FIRST, OTHERS] = [30, 5]

/** Counts of ones in a string of 30 flags and in strings of five, which are deceptive: all ones is best, none the next best. */
export const zdt5 = ({ variables = 11 }: Omit<ZdtOptions, 'points'>): Problem => {
  const front = Array.from({ length: FIRST + 1 }, (_, ones) => [1 + ones, (variables - 1) / (1 + ones)])
  const ones = (x: Float64Array, from: number, count: number): number => {
    let sum = 0
    for (let i = from; i < from + count; i++) sum += x[i] as number
    return sum
  }
  return formulaProblem(
    {
      name: `zdt5 variables=${variables}`,
      space: spaceOf(repeated(FIRST + OTHERS * (variables - 1), flag())),
      place: (_, value) => Number(value),
      objectives: 2,
      evaluate: (x, y) => {
        const f1 = 1 + ones(x, 0, FIRST)
        let g = 0
        for (let from = FIRST; from < x.length; from += OTHERS) {
          const u = ones(x, from, OTHERS)
          g += u < OTHERS ? 2 + u : 1
        }
        y[0] = f1
        y[1] = g / f1
      },
    },
    { reference: referenceOf(front), front },
  )
}
