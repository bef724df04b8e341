export type { TfjsDefinition, TfOutput, TfTensor, TfValues } from './definition.js'
export type { Tf, TfEngine } from './load.js'
export { type TfjsMetric, tfjs, tfjsMetrics } from './tfjs.js'
