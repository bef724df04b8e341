export {
  type BufferArgument,
  type Expression,
  type Extent,
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
  type KernelMetric,
  type KernelScalar,
  output,
  type Reference,
  uint32,
  uint64,
  type WorkgroupLimits,
  type WorkgroupShape,
} from '../kernel/index.js'
export { type CudaDefinition, type CudaMetric, cuda, cudaMetrics } from './cuda.js'
export { type CudaDevice, type CudaOptions, cudaDevices, cudaLimits } from './devices.js'
export type { CudaSource } from './image.js'
