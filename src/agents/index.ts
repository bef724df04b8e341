export {
  type Action,
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  agentFactory,
  configure,
  type Suggestion,
  savedState,
  type Transition,
} from './agent.js'
export type { BanditOptions } from './bandits/bandit.js'
export { type EpsilonGreedyOptions, epsilonGreedy } from './bandits/epsilon-greedy.js'
export { klUcb } from './bandits/kl-ucb.js'
export { thompson } from './bandits/thompson.js'
export { type UcbVOptions, ucbV } from './bandits/ucb-v.js'
export { type Ucb1Options, ucb1 } from './bandits/ucb1.js'
export { dqn } from './dqn/dqn.js'
export type { DqnLearner } from './dqn/learner.js'
export type { DqnOptions } from './dqn/options.js'
export { type TrainDqnOptions, trainDqn } from './dqn/train.js'
export type { PpoLearner, PpoUpdate } from './ppo/learner.js'
export type { PpoOptions } from './ppo/options.js'
export { type PpoAgentOptions, ppo } from './ppo/ppo.js'
export { type TrainPpoOptions, trainPpo } from './ppo/train.js'
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
