import type { AgentFactory } from '../../agents/agent.js'
import { isAccepted, metropolis, spreadOf } from '../acceptance.js'
import { checkWhole, checkWithin } from '../checks.js'
import { strategy } from '../strategy.js'
import { type DescentOptions, descentFrom, descentOptions } from './descent.js'
import { type HoppingProgress, hopping } from './hopping.js'

/** Of the local minimisations; default: `first`, `mixed`, `promising`, precision 1/1024. */
export interface BasinHoppingOptions extends Partial<DescentOptions> {
  /** Random configurations of which the best is where the first descent begins. Whole, at least 1. Default 20. */
  readonly start?: number
  /** How far a first hop displaces each parameter at most, in its scale; the probability that it changes an unordered one. In (0, 1]. Default 0.25. */
  readonly step?: number
  /** How much worse a local minimum may be that is gone to in half of the cases, as a part of how much worse than the best the median of the start is. Default 0.1. */
  readonly temperature?: number
  /** Part of the hops to be accepted: the step grows while it is more, and shrinks while it is less. In (0, 1). Default 0.5. */
  readonly target?: number
  /** Trials in a row without a better local minimum, after which everything begins anew. Whole, at least 1. Default 40. */
  readonly patience?: number
}

/** A step is divided by this where a hop was accepted, and multiplied by it where not, with a target of one half. SciPy's `stepwise_factor`. */
const FACTOR = 0.9
const SHORTEST = 1e-3

/**
 * Basin hopping, for one objective over parameters of every kind: all parameters are displaced at random, a descent leads to a local
 * minimum, which is gone to by Metropolis' rule.
 *
 * Infeasible configurations, which are ordered by their violation, are gone to only where that is no worse; failed and pruned ones never.
 * @see Wales & Doye 1997, "Global optimization by basin-hopping and the lowest energy structures of Lennard-Jones clusters containing up to
 * 110 atoms". The step is adapted after each hop, where they do so after many: a tuning has few.
 */
export const basinHopping = (options: BasinHoppingOptions = {}): AgentFactory => {
  const owner = 'basinHopping'
  const descent = descentOptions(owner, options)
  const { start = 20, step = 0.25, temperature = 0.1, target = 0.5, patience = 40 } = options
  checkWhole(owner, 'start', start, 1)
  checkWithin(owner, 'step', step, SHORTEST, 1)
  checkWithin(owner, 'temperature', temperature, 0, Number.MAX_VALUE)
  checkWithin(owner, 'target', target, 0.01, 0.99)
  checkWhole(owner, 'patience', patience, 1)
  return strategy({
    name: 'basin hopping',
    objectives: 'one',
    make: (tools, saved) =>
      hopping(
        tools,
        { start, patience, walk: (ground, from) => descentFrom(ground, descent, from) },
        ({ moves, rng }, saved) => {
          let reach = (saved as number | undefined) ?? step
          return {
            kick: home => moves.displaced(home.config, reach),
            accepts: (next, home, losses) => {
              const heat = (temperature * spreadOf(losses)) / Math.LN2
              const isGoing = isAccepted(next, home, metropolis(heat), rng)
              reach = adapted(reach, isGoing, target)
              return isGoing
            },
            save: () => reach,
          }
        },
        saved?.json as unknown as HoppingProgress | undefined,
      ),
  })
}

/** The step after a hop: it stays the same on average where the target is met. */
export const adapted = (reach: number, isAccepted: boolean, target: number): number =>
  Math.max(SHORTEST, Math.min(1, reach * FACTOR ** (2 * (target - Number(isAccepted)))))
