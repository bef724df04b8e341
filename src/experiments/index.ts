export { randomOverEvaluations, randomOverTime } from './methodology/baseline.js'
export { type CutoffOptions, type TuningBudget, tuningBudget } from './methodology/budget.js'
export { type LossDistribution, lossDistribution } from './methodology/distribution.js'
export {
  type MethodologyOptions,
  methodologyScore,
  performanceCurve,
  type TunedProblem,
} from './methodology/score.js'
export { strategyCurve, type TuningRun } from './methodology/strategy-curve.js'
export type { KnownProblem } from './problems/known-problem.js'
export type { Population, Problem } from './problems/problem.js'
export { recordedProblem } from './problems/recorded-problem.js'
export { type RuggedProblemOptions, ruggedProblem } from './problems/rugged-problem.js'
export { areaScore, bestSoFar, type Yardstick, yardstick } from './score.js'
export type { TrainingProgress } from './training/progress.js'
export { type TrainOperatorPolicyOptions, trainOperatorPolicy } from './training/train-operator-policy.js'
export { type TrainPpoPolicyOptions, trainPpoPolicy } from './training/train-ppo-policy.js'
