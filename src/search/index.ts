export { compareEvaluations, type Evaluation } from './evaluation.js'
export { type Nsga2Options, nsga2 } from './nsga2/nsga2.js'
export { type RandomOptions, random } from './random.js'
export { type Proposal, type Saved, type Strategy, type StrategyDefinition, strategy, type Tools } from './strategy.js'
