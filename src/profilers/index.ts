export { ProfileError } from './failure.js'
export { type MeasuringFunction, type MetricSpecs, profiler, type SyncMeasuringFunction } from './fn.js'
export { type GuardOptions, guarded } from './guard.js'
export { machineFingerprint } from './machine.js'
export { type MeasureOptions, type MeasureRequest, measure, type Timing } from './measure/measure.js'
export { summarize } from './measure/summarize.js'
export {
  type Instrument,
  type Meter,
  type MeteredOptions,
  metered,
  meterMetrics,
  type Reading,
} from './meters/index.js'
export { type ModuleProfilerOptions, moduleProfiler } from './module.js'
export type { Metrics, ProfileContext, Profiler } from './profiler.js'
export { type TimedDefinition, type TimedLimits, type TimedMetric, timed } from './timed.js'
