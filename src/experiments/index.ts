export {
  type AgentRegistry,
  type AgentSource,
  type AgentSpec,
  agentSource,
  heldAgent,
  type NamedAgent,
  type RegisteredAgent,
  type RegisteredContext,
} from './agents.js'
export { summarise } from './analysis/summarise.js'
export type { Advance, CellResult } from './cells/cell.js'
export { expectKeys, invalid } from './invalid.js'
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
export { type NoiseOptions, noisy } from './problems/noisy.js'
export type { Population, Problem } from './problems/problem.js'
export { type RecordedProblemOptions, recordedProblem } from './problems/recorded-problem.js'
export { type ProblemSource, type ProblemSpec, sourceOf, sourcesOf } from './problems/sources.js'
export type { SurrogateScenario } from './problems/surrogate/scenarios.js'
export { type SurrogateProblemOptions, surrogateProblem } from './problems/surrogate/surrogate-problem.js'
export { type SyntheticSpec, syntheticProblem, syntheticProblems } from './problems/synthetic/registry.js'
export type { ExperimentBudget } from './runs/budget.js'
export { type Cell, type Plan, planOf } from './runs/plan.js'
export type { ResultLine } from './runs/results-file.js'
export { type ExperimentProgress, type RunPlanOptions, runPlan } from './runs/run.js'
export { serveCells } from './runs/serve.js'
export { areaScore, bestSoFar, type Yardstick, yardstick, yardstickOf } from './score.js'
export type { TrainingProgress } from './training/progress.js'
export { type TrainOperatorPolicyOptions, trainOperatorPolicy } from './training/train-operator-policy.js'
export { type TrainPpoPolicyOptions, trainPpoPolicy } from './training/train-ppo-policy.js'
