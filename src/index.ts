/**
 * Paretune: tune the parameters of models, kernels and services by running and profiling them.
 *
 * @packageDocumentation
 */
export { type AgentFactory, agentFactory } from './agents/agent.js'
export {
  dqn,
  epsilonGreedy,
  klUcb,
  ppo,
  reinforce,
  thompson,
  trainDqn,
  trainPpo,
  trainReinforce,
  ucb1,
  ucbV,
} from './agents/index.js'
export {
  type Clock,
  type Config,
  type ErrorCode,
  type HotSpot,
  type Json,
  type Leak,
  type Measurement,
  type MetricSpec,
  type MetricValue,
  makeRng,
  type OpProfile,
  type Outcome,
  ParetuneError,
  type PendingTrial,
  type Profile,
  type ProfileFailure,
  profileFailure,
  type Rng,
  restoreRng,
  simulatedClock,
  type Trial,
  type Value,
  wallClock,
} from './core/index.js'
export { type CreateStudyOptions, createStudy } from './defaults/index.js'
export {
  configure,
  createTuningEnv,
  type Env,
  type MoveEnv,
  type MoveEnvOptions,
  moveEnv,
  type TuningEnv,
  type TuningEnvOptions,
  type VectorEnv,
  vectorEnv,
} from './env/index.js'
export {
  atLeast,
  atMost,
  type Budget,
  clipped,
  hypervolumeGain,
  improvement,
  maximize,
  minimize,
  type NormalisedOptions,
  normalised,
  penalised,
  type Reward,
  type RewardContext,
  relativeLoss,
  speedup,
  summed,
  tchebycheff,
  weightedSum,
} from './goals/index.js'
export {
  anchored,
  checkLeaks,
  command,
  measure,
  metered,
  moduleProfiler,
  ProfileError,
  profiler,
  timed,
} from './profilers/index.js'
export type { ProfileContext, Profiler } from './profilers/profiler.js'
export {
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
} from './search/index.js'
export { type ConfigOf, choice, defineSpace, flag, integer, on, ordinal, readT1, real } from './space/index.js'
export type { Space } from './space/space.js'
export { memory } from './storage/index.js'
export type { Store } from './storage/store.js'
export {
  type Confirmation,
  type Confirmed,
  type ConfirmOptions,
  type Executor,
  type Finding,
  hypervolumeHistory,
  local,
  type Progress,
  type Pruner,
  type RunOptions,
  type Schedule,
  type Stopped,
  type Study,
  type StudyOptions,
  type StudyResult,
} from './study/index.js'
