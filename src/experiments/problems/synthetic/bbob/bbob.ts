import { box, configOf, formulaProblem, type MinimisedProblem, repeated } from '../formula.js'
import { seedOf } from './draws.js'
import { bbobFunctions } from './functions.js'
import type { Maker } from './landscape.js'

export interface BbobOptions {
  /** 1 to 24. */
  readonly function: number
  /** 1, 2, ...: each has its own optimum and rotations; default 1. COCO's experiments take 1 to 5 and ten that change by the year. */
  readonly instance?: number
  /** 2 to 40. Default: 5. */
  readonly dimensions?: number
}

/**
 * The 24 noiseless functions of BBOB over [-5, 5]^D, with COCO's own instances. The loss is f(x) - f_opt, of which the least is 0, so
 * that nothing is lost to a large offset; f(x) as COCO has it is `offset` of ./draws.ts more.
 *
 * @see Hansen, Finck, Ros & Auger 2009, "Real-parameter black-box optimization benchmarking 2009: noiseless functions definitions"
 */
export const bbob = ({ function: number, instance = 1, dimensions = 5 }: BbobOptions): MinimisedProblem => {
  const make = bbobFunctions[number - 1] as Maker
  const { minimiser, value } = make(dimensions, seedOf(number, instance))
  return formulaProblem(
    {
      name: `bbob f${number} instance=${instance} dimensions=${dimensions}`,
      space: box(repeated(dimensions, [-5, 5] as const)),
      objectives: 1,
      evaluate: (x, y) => {
        y[0] = value(x)
      },
    },
    { optimum: 0, minimiser: configOf(minimiser) },
  )
}
