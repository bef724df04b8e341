import type { Value } from '../../../core/index.js'
import { choice, integer, type Parameter, real } from '../../../space/index.js'
import type { Classic } from './classics.js'
import { configOf, formulaProblem, type MinimisedProblem, spaceOf } from './formula.js'

/** What every second coordinate is, from the first: real like the others, an index on a grid, or one of unordered names. */
type Variant = 'real' | 'integer' | 'categorical'

export interface VariantOptions {
  /** Default: real. The optimum is the same in all: grids go through the minimiser. */
  readonly variant?: Variant
}

export interface ClassicOptions extends VariantOptions {
  /** 2 to 1,000. Default: 5. */
  readonly dimensions?: number
}

/** A function as a problem, all reals or mixed. */
export const classic =
  (name: string, make: (dimensions: number) => Classic, fixed?: number) =>
  ({ variant = 'real', dimensions = fixed ?? 5 }: ClassicOptions): MinimisedProblem => {
    const formula = make(dimensions)
    const axes = formula.minimiser.map((_, j) => axisOf(formula, j, j % 2 === 0 ? variant : 'real'))
    return formulaProblem(
      {
        name: `${name} dimensions=${axes.length} variant=${variant}`,
        space: spaceOf(axes.map(({ parameter }) => parameter)),
        place: (j, value) => (axes[j] as Axis).place(value),
        objectives: 1,
        evaluate: (x, y) => {
          y[0] = formula.value(x)
        },
      },
      { optimum: formula.optimum, minimiser: configOf(axes.map(({ best }) => best)) },
    )
  }

interface Axis {
  readonly parameter: Parameter
  readonly best: Value
  place(value: Value): number
}

/** Places of a grid: 21 where ordered; 5 where not, in an order that tells nothing. */
const STEPS = 20
const NAMES = ['c', 'a', 'e', 'b', 'd']

const axisOf = ({ low, high, minimiser }: Classic, j: number, variant: Variant): Axis => {
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
