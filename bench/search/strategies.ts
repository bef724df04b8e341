import type { AgentFactory } from '#src/agents/index.js'
import { auto } from '#src/defaults/index.js'
import {
  annealing,
  asha,
  bayesian,
  bohb,
  cmaEs,
  differentialEvolution,
  evolutionStrategy,
  firefly,
  genetic,
  grid,
  hillClimbing,
  hyperband,
  latinHypercube,
  localSearch,
  moead,
  nsga2,
  nsga3,
  particleSwarm,
  random,
  randomForest,
  smsEmoa,
  sobol,
  successiveHalving,
  tpe,
} from '#src/search/index.js'

export interface Contestant {
  readonly factory: () => AgentFactory
  /** Default 1. */
  readonly objectives?: number
}

/** What the benches of the search room compare. Every strategy joins by one line, and by a second one where it handles several objectives. */
export const strategies: Readonly<Record<string, Contestant>> = {
  random: { factory: random },
  auto: { factory: auto },
  grid: { factory: grid },
  'Latin hypercube': { factory: latinHypercube },
  Sobol: { factory: sobol },
  'local search': { factory: localSearch },
  annealing: { factory: annealing },
  'hill climbing': { factory: hillClimbing },
  genetic: { factory: genetic },
  Bayesian: { factory: bayesian },
  'random forest': { factory: randomForest },
  'Bayesian, 2 objectives': { factory: bayesian, objectives: 2 },
  'successive halving': { factory: successiveHalving },
  Hyperband: { factory: hyperband },
  ASHA: { factory: asha },
  'ASHA, 2 objectives': { factory: asha, objectives: 2 },
  BOHB: { factory: bohb },
  'differential evolution': { factory: differentialEvolution },
  'differential evolution, adaptive': { factory: () => differentialEvolution({ adaptive: true }) },
  'particle swarm': { factory: particleSwarm },
  firefly: { factory: firefly },
  'evolution strategy': { factory: evolutionStrategy },
  'CMA-ES': { factory: cmaEs },
  TPE: { factory: tpe },
  'TPE, 2 objectives': { factory: tpe, objectives: 2 },
  'NSGA-II': { factory: nsga2 },
  'NSGA-II, 2 objectives': { factory: nsga2, objectives: 2 },
  'SMS-EMOA, 2 objectives': { factory: smsEmoa, objectives: 2 },
  'NSGA-III, 3 objectives': { factory: nsga3, objectives: 3 },
  'MOEA/D, 3 objectives': { factory: moead, objectives: 3 },
}
