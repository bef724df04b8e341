export { type ReadRecordedOptions, type RecordingSource, readRecorded } from './read.js'
export { type RecordedOptions, type RecordedProfiler, recorded } from './recorded.js'
export type { RecordedMetric, RecordedSpace } from './recorded-space.js'
export { type RecordedTrialsOptions, recordedTrials } from './trials.js'
