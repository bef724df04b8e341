export { type AnnealingOptions, annealing } from './annealing/annealing.js'
export { cmaEs } from './cma-es/cma-es.js'
export type { CmaEsOptions } from './cma-es/options.js'
export { type GridOptions, grid } from './designs/grid.js'
export { type LatinHypercubeOptions, latinHypercube } from './designs/latin-hypercube.js'
export { type SobolOptions, sobol } from './designs/sobol.js'
export { compareEvaluations, type Evaluation } from './evaluation.js'
export { type GeneticOptions, genetic } from './evolution/genetic.js'
export { type HillClimbingOptions, hillClimbing } from './local/hill-climbing.js'
export { type LocalSearchOptions, localSearch } from './local/local-search.js'
export { type MoeadOptions, moead } from './moead/moead.js'
export { type Nsga2Options, nsga2 } from './nsga2/nsga2.js'
export { type Nsga3Options, nsga3 } from './nsga3/nsga3.js'
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
