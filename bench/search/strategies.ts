import type { AgentFactory } from '#src/agents/index.js'
import {
  annealing,
  genetic,
  grid,
  hillClimbing,
  latinHypercube,
  localSearch,
  moead,
  nsga2,
  nsga3,
  random,
  sobol,
} from '#src/search/index.js'

export interface Contestant {
  readonly factory: () => AgentFactory
  /** Default 1. */
  readonly objectives?: number
}

/** What the benches of the search room compare. Every strategy joins by one line, and by a second one where it handles several objectives. */
export const strategies: Readonly<
  Record<string, { readonly factory: () => AgentFactory; readonly objectives?: number }>
> = {
  random: { factory: random },
  grid: { factory: grid },
  'Latin hypercube': { factory: latinHypercube },
  Sobol: { factory: sobol },
  'local search': { factory: localSearch },
  annealing: { factory: annealing },
  'hill climbing': { factory: hillClimbing },
  genetic: { factory: genetic },
  'NSGA-II': { factory: nsga2 },
  'NSGA-II, 2 objectives': { factory: nsga2, objectives: 2 },
  'NSGA-III, 3 objectives': { factory: nsga3, objectives: 3 },
  'MOEA/D, 3 objectives': { factory: moead, objectives: 3 },
}
