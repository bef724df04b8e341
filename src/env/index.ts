export { differencesOfMachines, machineFingerprint } from '../profilers/index.js'
export { type Action, configure } from './action.js'
export type { Env, Reset, Step } from './env.js'
export { type Advance, Episode, type EpisodeOptions, type Kept } from './episode.js'
export { type Evaluator, makeEvaluator, type Verdict } from './evaluate.js'
export { type FactoredActions, factoredActions } from './factored.js'
export { type MoveEnv, type MoveEnvOptions, moveEnv } from './move-env.js'
export { type Moves, movesOf } from './moves.js'
export {
  best,
  bottleneckFeatures,
  bottlenecks,
  budget,
  context,
  currentConfig,
  defaultObservation,
  frontSummary,
  history,
  lastProfile,
  type ObservationPart,
  type ObservedNumbers,
  type ObservedProblem,
  type ObservedState,
  stagnation,
} from './observations/index.js'
export type { ActionSpace, BoxSpace, ConfigSpace, MultiDiscreteSpace, ObservationSpace } from './spaces.js'
export { type Candidate, Standing } from './standing.js'
export { createTuningEnv, type TuningEnv, type TuningEnvOptions } from './tuning-env.js'
export { type VectorEnv, type VectorReset, type VectorStep, vectorEnv } from './vector-env.js'
export {
  clipAction,
  type EpisodeStatistics,
  type Normalised,
  type NormaliseVectorOptions,
  normaliseObservation,
  normaliseReward,
  normaliseVector,
  type ObservationNormaliser,
  observationNormaliser,
  recordEpisodeStatistics,
  rescaleAction,
  timeLimit,
} from './wrappers/index.js'
