export type { ConfirmOptions } from './confirm.js'
export { type Confirmation, type Confirmed, verdictOf } from './confirmation.js'
export { hypervolumeHistory } from './hypervolume.js'
export { openStudy } from './open.js'
export {
  type Executor,
  local,
  type Progress,
  type Pruner,
  type RunningTrial,
  type Schedule,
  type StudyOptions,
} from './options.js'
export { type PatientPrunerOptions, patientPruner } from './pruners/patient.js'
export {
  type MedianPrunerOptions,
  medianPruner,
  type PercentilePrunerOptions,
  percentilePruner,
} from './pruners/percentile.js'
export { type SuccessiveHalvingPrunerOptions, successiveHalvingPruner } from './pruners/successive-halving.js'
export type { Finding, Stopped, StudyResult } from './result.js'
export type { RunOptions, Study } from './study.js'
