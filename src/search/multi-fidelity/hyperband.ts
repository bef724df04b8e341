import type { AgentFactory } from '../../agents/agent.js'
import { strategy } from '../strategy.js'
import type { RungPlan } from './bracket.js'
import { type FidelityOptions, fidelitiesOf, thinned } from './fidelities.js'
import { halving } from './halving.js'

/**
 * Hyperband: successive halving of brackets that begin with ever fewer configurations at ever higher fidelities, down to random search at full
 * fidelity, and then again. Any number of objectives. Trials of the caller take part in no bracket.
 * @see Li et al. 2018, "Hyperband: a novel bandit-based approach to hyperparameter optimization", algorithm 1
 */
export const hyperband = (options: FidelityOptions = {}): AgentFactory => {
  const { eta = 3 } = options
  const plans = bracketsOf(fidelitiesOf('hyperband', { ...options, eta }), eta)
  return strategy({
    name: 'hyperband',
    objectives: 'any',
    fidelities: 'lower',
    make: (tools, saved) => halving(tools, plans, saved),
  })
}

/**
 * The brackets s = s_max, ..., 0 of one round, each of about the same cost. Their sizes are those of table 1 of the paper, of its authors' code and
 * of HpBandSter: floor((s_max + 1) / (s + 1)) eta^s, where algorithm 1 rounds the whole product up.
 */
export const bracketsOf = (fidelities: readonly number[], eta: number): readonly (readonly RungPlan[])[] => {
  const largest = fidelities.length - 1
  return fidelities.map((_, skipped) => {
    const s = largest - skipped
    const n = Math.floor((largest + 1) / (s + 1)) * eta ** s
    return fidelities.slice(skipped).map((fidelity, i) => ({ fidelity, size: Math.max(1, thinned(n, eta, i)) }))
  })
}
