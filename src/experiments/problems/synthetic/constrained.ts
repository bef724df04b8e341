import type { Problem } from '../problem.js'
import { box, type Formula, formulaProblem, repeated } from './formula.js'
import { type FrontOptions, nonDominated, POINTS, referenceOf, spaced } from './fronts.js'

// Several losses, and constraints on metrics. A constraint is scaled as in pymoo 0.6.2.

/** A problem whose front is known by the variables on it. */
const knownBy = (formula: Omit<Formula, 'objectives'>, variables: readonly (readonly number[])[]): Problem => {
  const y = new Float64Array(2 + (formula.constraints ?? 0))
  const points = variables.map(x => {
    formula.evaluate(Float64Array.from(x), y)
    return [...y.subarray(0, 2)]
  })
  const front = nonDominated(points)
  return formulaProblem({ ...formula, objectives: 2 }, { reference: referenceOf(front), front })
}

/** A loss for each of two aims in a plane. @see Binh & Korn 1997; its front as in Deb 2001, "Multi-objective optimization using evolutionary algorithms" */
export const bnh = ({ points = POINTS }: FrontOptions): Problem =>
  knownBy(
    {
      name: 'bnh',
      space: box([
        [0, 5],
        [0, 3],
      ]),
      constraints: 2,
      evaluate: ([x1 = 0, x2 = 0], y) => {
        y[0] = 4 * x1 ** 2 + 4 * x2 ** 2
        y[1] = (x1 - 5) ** 2 + (x2 - 5) ** 2
        y[2] = ((x1 - 5) ** 2 + x2 ** 2 - 25) / 25
        y[3] = (7.7 - (x1 - 8) ** 2 - (x2 + 3) ** 2) / 7.7
      },
    },
    spaced(0, 5, points).map(x => [x, Math.min(x, 3)]),
  )

/** @see Srinivas & Deb 1994; its front as in Deb 2001 */
export const srn = ({ points = POINTS }: FrontOptions): Problem =>
  knownBy(
    {
      name: 'srn',
      space: box(repeated(2, [-20, 20] as const)),
      constraints: 2,
      evaluate: ([x1 = 0, x2 = 0], y) => {
        y[0] = 2 + (x1 - 2) ** 2 + (x2 - 1) ** 2
        y[1] = 9 * x1 - (x2 - 1) ** 2
        y[2] = x1 ** 2 + x2 ** 2 - 225
        y[3] = x1 - 3 * x2 + 10
      },
    },
    spaced(2.5, Math.sqrt(225 - 2.5 ** 2), points).map(x2 => [-2.5, x2]),
  )

const tnkExcesses = (x1: number, x2: number): readonly [number, number] => [
  1 + 0.1 * Math.cos(16 * Math.atan2(x1, x2)) - x1 ** 2 - x2 ** 2,
  2 * ((x1 - 0.5) ** 2 + (x2 - 0.5) ** 2) - 1,
]

/** The losses are the variables; the front lies on the first, waving constraint, in three pieces. @see Tanaka, Watanabe, Furukawa & Tanino 1995 */
export const tnk = ({ points = POINTS }: FrontOptions): Problem =>
  knownBy(
    {
      name: 'tnk',
      space: box(repeated(2, [0, Math.PI] as const)),
      constraints: 2,
      evaluate: ([x1 = 0, x2 = 0], y) => {
        const [waves, circle] = tnkExcesses(x1, x2)
        y[0] = x1
        y[1] = x2
        y[2] = waves
        y[3] = circle
      },
    },
    // About half of the wave is dominated.
    spaced(0, Math.PI / 2, 2 * points)
      .map(angle => {
        const radius = Math.sqrt(1 + 0.1 * Math.cos(16 * angle))
        return [radius * Math.sin(angle), radius * Math.cos(angle)] as const
      })
      .filter(([x1, x2]) => tnkExcesses(x1, x2)[1] <= 0),
  )

/** Five pieces, each on other constraints. @see Osyczka & Kundu 1995; its front as in Deb 2001 */
export const osy = ({ points = POINTS }: FrontOptions): Problem => {
  const piece = Math.ceil(points / 5)
  return knownBy(
    {
      name: 'osy',
      space: box([
        [0, 10],
        [0, 10],
        [1, 5],
        [0, 6],
        [1, 5],
        [0, 10],
      ]),
      constraints: 6,
      evaluate: ([x1 = 0, x2 = 0, x3 = 0, x4 = 0, x5 = 0, x6 = 0], y) => {
        y[0] = -(25 * (x1 - 2) ** 2 + (x2 - 2) ** 2 + (x3 - 1) ** 2 + (x4 - 4) ** 2 + (x5 - 1) ** 2)
        y[1] = x1 ** 2 + x2 ** 2 + x3 ** 2 + x4 ** 2 + x5 ** 2 + x6 ** 2
        y[2] = (2 - x1 - x2) / 2
        y[3] = (x1 + x2 - 6) / 6
        y[4] = (x2 - x1 - 2) / 2
        y[5] = (x1 - 3 * x2 - 2) / 2
        y[6] = ((x3 - 3) ** 2 + x4 - 4) / 4
        y[7] = (4 - (x5 - 3) ** 2 - x6) / 4
      },
    },
    [
      ...spaced(1, 5, piece).map(x3 => [5, 1, x3, 0, 5, 0]),
      ...spaced(1, 5, piece).map(x3 => [5, 1, x3, 0, 1, 0]),
      ...spaced(4.056, 5, piece).map(x1 => [x1, (x1 - 2) / 3, 1, 0, 1, 0]),
      ...spaced(1, 3.732, piece).map(x3 => [0, 2, x3, 0, 1, 0]),
      ...spaced(0, 1, piece).map(x1 => [x1, 2 - x1, 1, 0, 1, 0]),
    ],
  )
}

/** The cost of a weld and how far it bends. Its front is not known in closed form. @see Deb & Goyal 1998; Ray & Liew 2002 */
export const weldedBeam = (): Problem =>
  formulaProblem(
    {
      name: 'welded-beam',
      space: box([
        [0.125, 5],
        [0.1, 10],
        [0.1, 10],
        [0.125, 5],
      ]),
      objectives: 2,
      constraints: 4,
      evaluate: ([h = 0, l = 0, t = 0, b = 0], y) => {
        const [load, length] = [6000, 14]
        const square = 0.25 * (l ** 2 + (h + t) ** 2)
        const primary = load / (Math.SQRT2 * h * l)
        const inertia = 2 * Math.SQRT1_2 * h * l * (l ** 2 / 12 + 0.25 * (h + t) ** 2)
        const secondary = (load * (length + l / 2) * Math.sqrt(square)) / inertia
        const shear = Math.sqrt(primary ** 2 + secondary ** 2 + (primary * secondary * l) / Math.sqrt(square))
        y[0] = 1.10471 * h ** 2 * l + 0.04811 * t * b * (length + l)
        y[1] = 2.1952 / (b * t ** 3)
        y[2] = (shear - 13_600) / 13_600
        y[3] = ((6 * load * length) / (b * t ** 2) - 30_000) / 30_000
        y[4] = (h - b) / (5 - 0.125)
        y[5] = (load - 64_746.022 * (1 - 0.0282346 * t) * t * b ** 3) / load
      },
    },
    // The cheapest beam bends by 0.0157, and the one that bends least costs 36.4.
    { reference: [40, 0.0175] },
  )
