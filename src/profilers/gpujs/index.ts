export type { GpujsDefinition, GpujsMode, GpujsModule } from './definition.js'
export { type GpujsMetric, gpujs, gpujsMetrics } from './gpujs.js'
export type { Reference } from './output.js'
