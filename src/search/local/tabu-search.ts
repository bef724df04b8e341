import type { AgentFactory } from '../../agents/agent.js'
import { checkWhole, checkWithin } from '../checks.js'
import { compareEvaluations } from '../evaluation.js'
import { strategy } from '../strategy.js'
import { type HoppingProgress, hopping } from './hopping.js'
import { type NeighbourhoodOptions, neighbourhoodOptions } from './neighbourhood.js'
import { tabuWalkFrom } from './tabu-walk.js'

/** Of the neighbourhood; default: `mixed`, `promising`, precision 1/1024. */
export interface TabuSearchOptions extends Partial<NeighbourhoodOptions> {
  /** Random configurations of which the best is where the first walk begins. Whole, at least 1. Default 20. */
  readonly start?: number
  /** Steps for which a value that was left is tabu. Whole, at least 1. Default 3. */
  readonly tenure?: number
  /** Neighbours that are tried before each step that leads to none better, of those that are not known. Whole, at least 1. Default: all. */
  readonly sample?: number
  /** Steps in a row without a new best of a walk, after which it is kicked. Whole, at least 1. Default 4. */
  readonly steps?: number
  /** Parameters that a kick moves; one more for each walk in a row that ends where it began. Whole, at least 1. Default 2. */
  readonly strength?: number
  /** Standard deviation of a kick in an ordered parameter's scale, one value at least; unordered ones go anywhere. In (0, 1]. Default 0.1. */
  readonly spread?: number
  /** Trials in a row without a better place, after which everything begins anew. Whole, at least 1. Default 40. */
  readonly patience?: number
}

/**
 * Tabu search, for one objective over parameters of every kind: walks to the best neighbour, also where that is worse, which may not
 * give a parameter back a value that it had a few steps before. A walk that finds nothing better is kicked, and the next one goes
 * on from there.
 *
 * No configuration is measured twice: a walk passes over those that are known by what was found there, so that only unknown neighbours
 * cost trials. Feasible configurations come before infeasible ones, which are ordered by their violation; failed and pruned ones are
 * never gone to.
 * @see Glover 1989, "Tabu search, part I"; Glover 1990, "Tabu search, part II"; Misevičius, Lenkevičius & Rubliauskas
 * 2006, "Iterated tabu search: an improvement to standard tabu search", for walks with kicks between them
 */
export const tabuSearch = (options: TabuSearchOptions = {}): AgentFactory => {
  const owner = 'tabuSearch'
  const neighbourhood = neighbourhoodOptions(owner, options)
  const { start = 20, tenure = 3, sample = Number.MAX_SAFE_INTEGER, steps = 4, patience = 40 } = options
  const { strength = 2, spread = 0.1 } = options
  for (const [name, value] of Object.entries({ start, tenure, sample, steps, patience, strength }))
    checkWhole(owner, name, value, 1)
  checkWithin(owner, 'spread', spread, 1e-9, 1)
  const walk = { ...neighbourhood, tenure, sample, steps }
  return strategy({
    name: 'tabu search',
    objectives: 'one',
    make: (tools, saved) =>
      hopping(
        tools,
        { start, patience, walk: (ground, from) => tabuWalkFrom(ground, walk, from) },
        ({ moves }) => ({
          kick: (home, returns) => moves.random(home.config, spread, strength + returns),
          accepts: (next, home) => compareEvaluations(next, home) <= 0,
          save: () => null,
        }),
        saved?.json as unknown as HoppingProgress | undefined,
      ),
  })
}
