export { type AnchoredOptions, anchored } from './anchored.js'
export { type CommandDefinition, command } from './command/index.js'
export { ProfileError } from './failure.js'
export { type MeasuringFunction, type MetricSpecs, profiler, type SyncMeasuringFunction } from './fn.js'
export { type GuardOptions, guarded } from './guard.js'
export { differencesOfMachines, machineFingerprint } from './machine.js'
export { checkLeaks, type LeakOptions, type LeakReading } from './measure/leaks.js'
export { type MeasureOptions, type MeasureRequest, measure, type Timing } from './measure/measure.js'
export { summarize } from './measure/summarize.js'
export type { Instrument, Meter, Reading } from './meters/meter.js'
export { type MeteredOptions, metered, meterMetrics } from './meters/metered.js'
export { type ModuleProfilerOptions, moduleProfiler } from './module.js'
export { optionalPackage } from './optional-package.js'
export type { Metrics, ProfileContext, Profiler } from './profiler.js'
export {
  type KernelTunerCacheOptions,
  type ReadRecordedOptions,
  type RecordedMetric,
  type RecordedOptions,
  type RecordedProfiler,
  type RecordedSpace,
  type RecordedTrialsOptions,
  type RecordingSource,
  readRecorded,
  recorded,
  recordedFromShared,
  recordedTrials,
  type SharedRecording,
  shareRecorded,
  type T4Options,
  toKernelTunerCache,
  toT4,
} from './recorded/index.js'
export { type TimedDefinition, type TimedLeaks, type TimedLimits, type TimedMetric, timed } from './timed.js'
export {
  chromeTraceOps,
  type HotSpotOptions,
  hotSpots,
  type TraceEvent,
  type TraceOp,
  type TraceOptions,
  type TraceSource,
  withHotSpots,
} from './traces/index.js'
