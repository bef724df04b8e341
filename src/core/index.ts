export { type Clock, simulatedClock, wallClock } from './clock.js'
export type { Config, Value } from './config.js'
export {
  type AgentError,
  type ErrorCode,
  type Fault,
  fault,
  type GoalError,
  messageOf,
  orThrow,
  ParetuneError,
  type ParetuneFault,
  type ProfilerError,
  type SpaceError,
  type StoreError,
  type StudyError,
  show,
} from './errors.js'
export { canonicalJson, type Json } from './json.js'
export { type Measurement, type MetricValue, type Statistic, statisticOf } from './measurement.js'
export { costMsOf, type Failed, type Measured, type Outcome, type Pruned } from './outcome.js'
export {
  type HotSpot,
  isProfileFailure,
  type Leak,
  type MetricSpec,
  type OpProfile,
  type Profile,
  type ProfileFailure,
  type ProfileFailureTag,
  profileFailure,
} from './profile.js'
export { makeRng, type Rng, restoreRng } from './rng.js'
export type { PendingTrial, Report, Trial } from './trial.js'
export { VERSION } from './version.js'
