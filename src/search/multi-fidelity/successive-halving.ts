import type { AgentFactory } from '../../agents/agent.js'
import { checkWhole } from '../checks.js'
import { strategy } from '../strategy.js'
import type { RungPlan } from './bracket.js'
import { type FidelityOptions, fidelitiesOf, thinned } from './fidelities.js'
import { halving } from './halving.js'

export interface SuccessiveHalvingOptions extends FidelityOptions {
  /** New configurations of a round. Whole, at least 1. Default: as many as leave one at full fidelity. */
  readonly configurations?: number
}

/**
 * Successive halving: many configurations are measured at the lowest fidelity, and of each rung one in `eta` (3) goes on to `eta` times the
 * fidelity; then another round begins. Any number of objectives. Trials of the caller take part in no round.
 * @see Jamieson & Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter optimization"; the rungs are those of Li et al.
 * 2018, algorithm 1, which fixes fidelities where the first paper divides a budget
 */
export const successiveHalving = (options: SuccessiveHalvingOptions = {}): AgentFactory => {
  const { eta = 3, configurations } = options
  const fidelities = fidelitiesOf('successiveHalving', { ...options, eta })
  if (configurations !== undefined) checkWhole('successiveHalving', 'configurations', configurations, 1)
  const plan = roundOf(fidelities, eta, configurations ?? Math.ceil(eta ** (fidelities.length - 1)))
  return strategy({
    name: 'successiveHalving',
    objectives: 'any',
    fidelities: 'lower',
    make: (tools, saved) => halving(tools, [plan], saved),
  })
}

/** Each rung has an `eta`-th of the one before, and one at least. */
const roundOf = (fidelities: readonly number[], eta: number, configurations: number): readonly RungPlan[] =>
  fidelities.map((fidelity, i) => ({ fidelity, size: Math.max(1, thinned(configurations, eta, i)) }))
