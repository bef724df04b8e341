export {
  type BufferArgument,
  float32,
  float64,
  inout,
  input,
  int32,
  int64,
  type KernelArgument,
  local,
  output,
  uint32,
  uint64,
} from './arguments.js'
export type { Expression, KernelDefinition, Reference } from './definition.js'
export type { Extent, KernelArray, KernelBackend, KernelScalar, WorkgroupLimits } from './device.js'
export { fitsWorkgroup, type WorkgroupShape } from './fits-workgroup.js'
export { type KernelMetric, kernelMetrics, kernelProfiler } from './kernel-profiler.js'
