import type { Config, MetricSpec } from '../../core/index.js'
import type { KernelBackend } from '../kernel/device.js'
import { type KernelDefinition, type KernelMetric, kernelMetrics, kernelProfiler } from '../kernel/index.js'
import type { Profiler } from '../profiler.js'
import { openDevice } from './device.js'
import { type CudaOptions, deviceHandle, driverAt } from './devices.js'
import { type CudaSource, textOf } from './image.js'
import { type CudaFigure, cudaFigures } from './kernel.js'

/** How a configuration becomes a CUDA kernel that can be launched and checked. */
export interface CudaDefinition<C extends Config> extends Omit<KernelDefinition<C>, 'source'>, CudaOptions {
  /**
   * CUDA C++, `{ ptx }` or `{ cubin }`. In CUDA C++ the entry may be any name of a kernel, as in `tiles::gemm<TILE>` with `TILE` from
   * the configuration; in the others it is the mangled one (that of an `extern "C"` kernel is its own).
   */
  readonly source: CudaSource | ((config: C) => CudaSource)
}

export type CudaMetric = KernelMetric | CudaFigure

/** What every profile of `cuda` has, for `moduleProfiler`. */
export const cudaMetrics: Readonly<Record<CudaMetric, Omit<MetricSpec, 'name'>>> = { ...kernelMetrics, ...cudaFigures }

/**
 * Profiles CUDA kernels by the driver API: CUDA C++ is compiled by NVRTC for the device, and launches are timed by events. Metrics
 * besides those of `kernelProfiler`: `registers`, `sharedBytes`, `localBytes`, `constantBytes`, `maxThreads`, `activeBlocks`,
 * `occupancy`.
 *
 * A profile rejects with the ParetuneError `MissingPackage` without the package `koffi`, and with `InvalidProfiler` where there is no
 * driver, no such device or no NVRTC; the message names the files that were tried. A kernel that breaks its context (an illegal
 * address, a failed assertion) is `Crashed`; the next profile gets a new context.
 *
 * @example
 * const saxpy = cuda({
 *   source: `extern "C" __global__ void saxpy(int n, float a, const float *x, float *y) {
 *     int i = blockIdx.x * blockDim.x + threadIdx.x;
 *     if (i < n) y[i] += a * x[i];
 *   }`,
 *   entry: 'saxpy',
 *   inputs: () => [int32(n), float32(2), input(x), inout(y)],
 *   workgroup: ['block'],
 *   grid: [`-(-${n} // block)`],
 * })
 */
export const cuda = <C extends Config>(definition: CudaDefinition<C>): Profiler<C, CudaMetric> => {
  const { source, device, driver, nvrtc, ...rest } = definition
  const backend: KernelBackend<CudaFigure> = {
    name: 'cuda',
    figures: cudaFigures,
    open: async () => {
      const opened = await driverAt(driver)
      return openDevice(opened, deviceHandle(opened, device), nvrtc)
    },
  }
  return kernelProfiler<C, CudaFigure>(backend, {
    ...rest,
    source: config => textOf(typeof source === 'function' ? source(config) : source),
  })
}
