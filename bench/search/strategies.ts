import type { AgentFactory } from '#src/agents/index.js'
import {
  annealing,
  basinHopping,
  dualAnnealing,
  genetic,
  grid,
  hillClimbing,
  iteratedLocalSearch,
  latinHypercube,
  localSearch,
  nsga2,
  random,
  sobol,
  tabuSearch,
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
  'iterated local search': { factory: iteratedLocalSearch },
  'tabu search': { factory: tabuSearch },
  'basin hopping': { factory: basinHopping },
  'dual annealing': { factory: dualAnnealing },
  genetic: { factory: genetic },
  'NSGA-II': { factory: nsga2 },
  'NSGA-II, 2 objectives': { factory: nsga2, objectives: 2 },
}
