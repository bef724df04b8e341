export { type CpuTimeMetric, cpuTime } from './cpu-time.js'
export { type MemoryUseMetric, memoryUse } from './memory-use.js'
export type { Instrument, Meter, Reading } from './meter.js'
export { type MeteredOptions, metered, meterMetrics } from './metered.js'
