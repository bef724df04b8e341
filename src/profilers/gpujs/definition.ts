import type { GPU } from 'gpu.js'
import type { Config } from '../../core/index.js'
import type { Reference } from '../compare.js'
import type { MetricSpecs } from '../fn.js'
import type { Timing } from '../measure/measure.js'
import type { Metrics } from '../profiler.js'
import type { TimedLimits } from '../timed.js'

/** Backends of gpu.js that run in Node.js; `webgpu` takes the package `webgpu`, `headlessgl` the package `gl`. */
export type GpujsMode = 'cpu' | 'webasm' | 'webgpu' | 'headlessgl'

/** What the profiler takes from gpu.js. */
export interface GpujsModule {
  readonly GPU: new (settings: { readonly mode: GpujsMode }) => GPU
  /** The one WebGPU device that all kernels of this copy of gpu.js share. */
  readonly WebGPUContext?: { acquire(): Promise<unknown>; destroy(): Promise<void> }
}

/** How a configuration becomes a gpu.js kernel that can be run and checked. */
export interface GpujsDefinition<C extends Config, X extends string = never> {
  /** Default `gpu.js`. */
  readonly name?: string
  /** Where gpu.js comes from. Default: the package `gpu.js`, loaded at the first profile. */
  readonly load?: () => Promise<GpujsModule>
  /** The backend that has to run it. */
  readonly mode: (config: C) => GpujsMode
  /** Makes the kernel: by `gpu.createKernel`, `createKernelMap` or `createPipeline`, or a function that calls such. */
  readonly kernel: (gpu: GPU, config: C) => (...args: never[]) => unknown
  /** What the kernel is called with: numbers, arrays, `input(...)`. */
  readonly inputs: (config: C) => readonly unknown[]
  /** Settings for every kernel that the configuration makes, as in `{ asyncMode: true, poolSize: 2 }`. */
  readonly settings?: (config: C) => Readonly<Record<string, unknown>>
  /** What the output should be. */
  readonly reference?: (args: readonly unknown[], config: C) => Reference | Promise<Reference>
  /** Items that one call works on, as in floating-point operations; default 1. */
  readonly items?: (config: C) => number
  /** Metrics besides `latencyMs`, `throughput` and `compileMs`. */
  readonly extra?: {
    readonly metrics: MetricSpecs<X>
    readonly measure: (config: C, timing: Timing) => Metrics<X> | Promise<Metrics<X>>
  }
  /** Limits of the measurement. */
  readonly limits?: TimedLimits
  /**
   * How many compiled kernels, with inputs and worker threads (about 8 MB each), wait for their configuration to come again;
   * the least recently used go first. Default 0: all is freed after each profile.
   */
  readonly keep?: number
}
