export {
  type Action,
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  agentFactory,
  configure,
  type Operator,
  type OperatorState,
  type Policy,
  type PolicyAgent,
  type Suggestion,
  savedState,
  type Told,
  type Transition,
} from './agent.js'
export type { BanditFactory, BanditOptions, ContextualOptions } from './bandits/bandit.js'
export { type LucbOptions, lucb, type SequentialHalvingOptions, sequentialHalving } from './bandits/best-arm.js'
export {
  type DiscountedUcbOptions,
  discountedUcb,
  type SlidingWindowUcbOptions,
  slidingWindowUcb,
} from './bandits/drifting.js'
export { type EpsilonGreedyOptions, epsilonGreedy } from './bandits/epsilon-greedy.js'
export { type Exp3Options, exp3 } from './bandits/exp3.js'
export { type FactoredBanditOptions, factoredBandit } from './bandits/factored.js'
export { klUcb } from './bandits/kl-ucb.js'
export { type LinearThompsonOptions, type LinUcbOptions, linearThompson, linUcb } from './bandits/linear.js'
export type { BanditDefinition, BanditPolicy, PolicyTools } from './bandits/policy.js'
export { type ThompsonOptions, thompson } from './bandits/thompson.js'
export { type UcbVOptions, ucbV } from './bandits/ucb-v.js'
export { type Ucb1Options, ucb1 } from './bandits/ucb1.js'
export { type AucOptions, auc } from './choosing/auc.js'
export { operatorEnv, type TrainingProblem } from './choosing/operator-env.js'
export { type OperatorPolicyOptions, operatorPolicy, operatorPolicyShape } from './choosing/operator-policy.js'
export { type PortfolioOptions, portfolio } from './choosing/portfolio.js'
export type { Member } from './choosing/proposer.js'
export { dqn } from './dqn/dqn.js'
export type { DqnLearner } from './dqn/learner.js'
export type { DqnOptions } from './dqn/options.js'
export { type TrainDqnOptions, trainDqn } from './dqn/train.js'
export { normalisedObservations } from './normalised-observations.js'
export { type EpsilonConstraintOptions, epsilonConstraint } from './one-objective/epsilon-constraint.js'
export { type ScalarisedOptions, scalarised } from './one-objective/scalarised.js'
export { makePolicy, parsePolicy } from './policy.js'
export type { PpoLearner, PpoUpdate } from './ppo/learner.js'
export { type PpoOptions, ppoOptionNames } from './ppo/options.js'
export { type PpoAgentOptions, ppo } from './ppo/ppo.js'
export { type TrainPpoOptions, trainPpo } from './ppo/train.js'
export type { ReinforceLearner, ReinforceUpdate } from './reinforce/learner.js'
export type { ReinforceOptions } from './reinforce/options.js'
export { type ReinforceAgentOptions, reinforce } from './reinforce/reinforce.js'
export { type TrainReinforceOptions, trainReinforce } from './reinforce/train.js'
export { type Adjustment, cap, double, halve, lower, raise, set } from './rules/changes.js'
export {
  batchAgainstLatency,
  batchAgainstMemory,
  precisionAgainstAccuracy,
  threadsAgainstCores,
  workersAgainstStalls,
} from './rules/library.js'
export { type Change, type Rule, type RuleOptions, type RuleState, rule } from './rules/rule.js'
export { type RulesOptions, rules } from './rules/rules.js'
export type { Schedule } from './schedule.js'
