export type {
  OnnxDefinition,
  OnnxFeed,
  OnnxModel,
  OnnxReference,
  OnnxSessionOptions,
  OnnxTensors,
} from './definition.js'
export { type OnnxMetric, onnx, onnxMetrics } from './onnx.js'
