export { type CudaDefinition, type CudaMetric, cuda } from './cuda.js'
export { type CudaDevice, type CudaOptions, cudaDevices, cudaLimits } from './devices.js'
export type { CudaSource } from './image.js'
