import type { AgentFactory } from '../../agents/agent.js'
import { fault, ParetuneError, type Rng } from '../../core/index.js'
import { domainsOf } from '../../space/index.js'
import { strategy } from '../strategy.js'
import { fromCube } from './cube.js'

export interface LatinHypercubeOptions {
  /** Configurations of one design. Default: as many as the budget has trials (or distinct configurations), else 10 for each parameter. */
  readonly points?: number
}

/**
 * Latin hypercube sampling: of n configurations each real parameter has one in each n-th of its scale, and the values of each
 * discrete one come up equally often (their counts differ by 1 at most). What no valid configuration has is left out of the
 * count, see `fromCube`. After n configurations another, independent design begins. It learns nothing.
 * @see McKay, Beckman & Conover 1979, "A comparison of three methods for selecting values of input variables"
 */
export const latinHypercube = ({ points }: LatinHypercubeOptions = {}): AgentFactory => {
  if (points !== undefined && !(Number.isInteger(points) && points >= 1)) {
    const message = `latinHypercube: expected a whole number of at least 1 for \`points\`, got ${points}`
    throw new ParetuneError(fault('InvalidAgent', message))
  }
  return strategy({
    name: 'latin hypercube',
    objectives: 'any',
    make: ({ space, rng, budget }, saved) => {
      const configOf = fromCube(space)
      const isReal = domainsOf(space).map(({ size }) => size === Number.POSITIVE_INFINITY)
      const n = points ?? budget.trials ?? budget.distinct ?? 10 * isReal.length
      let { design, next } = (saved?.json ?? { design: 0, next: 0 }) as {
        readonly design: number
        readonly next: number
      }
      // A fork follows from its name alone, so that a design need not be saved.
      const columnsOf = () => isReal.map((real, p) => stratified(n, !real, rng.fork(`design/${design}/${p}`)))
      let columns = columnsOf()
      return {
        propose: () => {
          if (next === n) {
            design++
            next = 0
            columns = columnsOf()
          }
          const config = configOf(columns.map(column => column[next] as number))
          next++
          return { config, reason: `design ${design}: point ${next} of ${n}` }
        },
        learn: () => {},
        save: () => ({ json: { design, next } }),
      }
    },
  })
}

/** One number from each n-th of [0, 1), in random order; `evenly`: all the same way into theirs, so that any interval holds its share. */
const stratified = (n: number, evenly: boolean, rng: Rng): Float64Array => {
  const strata = rng.shuffle(Array.from({ length: n }, (_, i) => i))
  const shift = rng.next()
  return Float64Array.from(strata, stratum => (stratum + (evenly ? shift : rng.next())) / n)
}
