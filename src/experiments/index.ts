export { type RecordedProblem, recordedProblem } from './problems/recorded-problem.js'
export { areaScore, bestSoFar, type Yardstick, yardstick } from './score.js'
export type { TrainingProgress } from './training/progress.js'
export { type TrainOperatorPolicyOptions, trainOperatorPolicy } from './training/train-operator-policy.js'
