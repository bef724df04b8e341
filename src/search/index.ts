export { type AnnealingOptions, annealing } from './annealing/annealing.js'
export { type DualAnnealingOptions, dualAnnealing } from './annealing/dual-annealing.js'
export { bayesian } from './bayesian/bayesian.js'
export type { BayesianOptions } from './bayesian/options.js'
export { type RandomForestOptions, randomForest } from './bayesian/random-forest.js'
export { cmaEs } from './cma-es/cma-es.js'
export type { CmaEsOptions } from './cma-es/options.js'
export { type GridOptions, grid } from './designs/grid.js'
export { type LatinHypercubeOptions, latinHypercube } from './designs/latin-hypercube.js'
export { type SobolOptions, sobol } from './designs/sobol.js'
export { compareEvaluations, type Evaluation } from './evaluation.js'
export { differentialEvolution } from './evolution/differential-evolution/differential-evolution.js'
export type { DifferentialEvolutionOptions, DifferentialMutation } from './evolution/differential-evolution/options.js'
export { evolutionStrategy } from './evolution/evolution-strategy/evolution-strategy.js'
export type { EvolutionStrategyOptions } from './evolution/evolution-strategy/options.js'
export { type FireflyOptions, firefly } from './evolution/firefly.js'
export { type GeneticOptions, genetic } from './evolution/genetic.js'
export type { ParticleSwarmOptions } from './evolution/particle-swarm/options.js'
export { particleSwarm } from './evolution/particle-swarm/particle-swarm.js'
export { type BasinHoppingOptions, basinHopping } from './local/basin-hopping.js'
export { type HillClimbingOptions, hillClimbing } from './local/hill-climbing.js'
export { type IteratedLocalSearchOptions, iteratedLocalSearch } from './local/iterated-local-search.js'
export { type LocalSearchOptions, localSearch } from './local/local-search.js'
export { type TabuSearchOptions, tabuSearch } from './local/tabu-search.js'
export { type MoeadOptions, moead } from './moead/moead.js'
export { asha } from './multi-fidelity/asha.js'
export { type BohbOptions, bohb } from './multi-fidelity/bohb.js'
export type { FidelityOptions } from './multi-fidelity/fidelities.js'
export { hyperband } from './multi-fidelity/hyperband.js'
export { type SuccessiveHalvingOptions, successiveHalving } from './multi-fidelity/successive-halving.js'
export { nelderMead } from './nelder-mead/nelder-mead.js'
export type { NelderMeadOptions } from './nelder-mead/options.js'
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
export { type SmsEmoaOptions, smsEmoa } from './sms-emoa/sms-emoa.js'
export { type Proposal, type Saved, type Strategy, type StrategyDefinition, strategy, type Tools } from './strategy.js'
export type { TpeOptions } from './tpe/options.js'
export { tpe } from './tpe/tpe.js'
