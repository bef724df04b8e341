export { type AnnealingOptions, annealing } from './annealing/annealing.js'
export { type DualAnnealingOptions, dualAnnealing } from './annealing/dual-annealing.js'
export { cmaEs } from './cma-es/cma-es.js'
export type { CmaEsOptions } from './cma-es/options.js'
export { type GridOptions, grid } from './designs/grid.js'
export { type LatinHypercubeOptions, latinHypercube } from './designs/latin-hypercube.js'
export { type SobolOptions, sobol } from './designs/sobol.js'
export { compareEvaluations, type Evaluation } from './evaluation.js'
export { type GeneticOptions, genetic } from './evolution/genetic.js'
export { type BasinHoppingOptions, basinHopping } from './local/basin-hopping.js'
export { type HillClimbingOptions, hillClimbing } from './local/hill-climbing.js'
export { type IteratedLocalSearchOptions, iteratedLocalSearch } from './local/iterated-local-search.js'
export { type LocalSearchOptions, localSearch } from './local/local-search.js'
export { type TabuSearchOptions, tabuSearch } from './local/tabu-search.js'
export { nelderMead } from './nelder-mead/nelder-mead.js'
export type { NelderMeadOptions } from './nelder-mead/options.js'
export { type Nsga2Options, nsga2 } from './nsga2/nsga2.js'
export {
  type AmongBestOptions,
  adjacentNeighbour,
  crossover,
  hammingNeighbour,
  mutation,
  remeasure,
  restart,
  standardOperators,
} from './operators/operators.js'
export { type RandomOptions, random } from './random.js'
export { type Proposal, type Saved, type Strategy, type StrategyDefinition, strategy, type Tools } from './strategy.js'
export type { TpeOptions } from './tpe/options.js'
export { tpe } from './tpe/tpe.js'
