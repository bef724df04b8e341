import type { AgentFactory } from '#src/agents/index.js'
import {
  annealing,
  cmaEs,
  genetic,
  grid,
  hillClimbing,
  latinHypercube,
  localSearch,
  nsga2,
  random,
  sobol,
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
  grid: { factory: grid },
  'Latin hypercube': { factory: latinHypercube },
  Sobol: { factory: sobol },
  'local search': { factory: localSearch },
  annealing: { factory: annealing },
  'hill climbing': { factory: hillClimbing },
  genetic: { factory: genetic },
  'CMA-ES': { factory: cmaEs },
  TPE: { factory: tpe },
  'TPE, 2 objectives': { factory: tpe, objectives: 2 },
  'NSGA-II': { factory: nsga2 },
  'NSGA-II, 2 objectives': { factory: nsga2, objectives: 2 },
}
