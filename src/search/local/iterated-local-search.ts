import type { AgentFactory } from '../../agents/agent.js'
import { isAccepted, metropolis, spreadOf } from '../acceptance.js'
import { checkOneOf, checkWhole, checkWithin } from '../checks.js'
import { strategy } from '../strategy.js'
import { type DescentOptions, descentFrom, descentOptions } from './descent.js'
import { type HoppingProgress, hopping } from './hopping.js'

/** Of the descents; default: `first`, `mixed`, `promising`, precision 1/1024. */
export interface IteratedLocalSearchOptions extends Partial<DescentOptions> {
  /** Random configurations of which the best is where the first descent begins. Whole, at least 1. Default 20. */
  readonly start?: number
  /** Parameters that a kick moves; one more for each hop in a row that ends where it began. Whole, at least 1. Default 2. */
  readonly strength?: number
  /** Standard deviation of a kick in an ordered parameter's scale, one value at least; unordered ones go anywhere. In (0, 1]. Default 0.1. */
  readonly spread?: number
  /** Which local optima are gone to: `better` ones (or equal), all (`random walk`), or worse ones too by chance, as in `annealing`. Default `better`. */
  readonly acceptance?: 'better' | 'random walk' | 'annealing'
  /** With `annealing`: how much worse a local optimum may be that is gone to in half of the cases, as a part of how much worse than the best the median of the start is. Default 0.1. */
  readonly temperature?: number
  /** Trials in a row without a better local optimum, after which everything begins anew. Whole, at least 1. Default 40. */
  readonly patience?: number
}

/**
 * Iterated local search, for one objective over parameters of every kind: a walk over local optima by kicks of a few parameters and
 * descents. What is known already is passed without a trial, so that a kick that is undone costs nothing.
 *
 * Feasible configurations come before infeasible ones, which are ordered by their violation; failed and pruned ones are never gone to.
 * @see Lourenço, Martin & Stützle 2003, "Iterated local search"; a kick that grows while it is too weak after Hansen & Mladenović 1999,
 * "An introduction to variable neighborhood search"
 */
export const iteratedLocalSearch = (options: IteratedLocalSearchOptions = {}): AgentFactory => {
  const owner = 'iteratedLocalSearch'
  const descent = descentOptions(owner, options)
  const { start = 20, strength = 2, spread = 0.1, acceptance = 'better', temperature = 0.1, patience = 40 } = options
  checkWhole(owner, 'start', start, 1)
  checkWhole(owner, 'strength', strength, 1)
  checkWithin(owner, 'spread', spread, 1e-9, 1)
  checkOneOf(owner, 'acceptance', acceptance, ['better', 'random walk', 'annealing'])
  checkWithin(owner, 'temperature', temperature, 0, Number.MAX_VALUE)
  checkWhole(owner, 'patience', patience, 1)
  return strategy({
    name: 'iterated local search',
    objectives: 'one',
    make: (tools, saved) =>
      hopping(
        tools,
        { start, patience, walk: (ground, from) => descentFrom(ground, descent, from) },
        ({ moves, rng }) => ({
          kick: (home, returns) => moves.random(home.config, spread, strength + returns),
          accepts: (next, home, losses) => {
            if (acceptance === 'random walk') return true
            const heat = acceptance === 'better' ? 0 : (temperature * spreadOf(losses)) / Math.LN2
            return isAccepted(next, home, metropolis(heat), rng)
          },
          save: () => null,
        }),
        saved?.json as unknown as HoppingProgress | undefined,
      ),
  })
}
