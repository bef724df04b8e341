export {
  type Expression,
  fitsWorkgroup,
  float32,
  float64,
  inout,
  input,
  int32,
  int64,
  type KernelArgument,
  type KernelArray,
  type KernelDefinition,
  local,
  output,
  type Reference,
  uint32,
  uint64,
  type WorkgroupLimits,
} from '../kernel/index.js'
export { type OpenclChoice, type OpenclDevice, openclDevices, openclLimits } from './devices.js'
export { type OpenclDefinition, type OpenclMetric, opencl, openclMetrics } from './opencl.js'
