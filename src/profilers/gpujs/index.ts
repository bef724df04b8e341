export type { Reference } from '../compare.js'
export type { GpujsDefinition, GpujsMode, GpujsModule } from './definition.js'
export { type GpujsMetric, gpujs, gpujsMetrics } from './gpujs.js'
