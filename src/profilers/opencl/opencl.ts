import type { Config, MetricSpec } from '../../core/index.js'
import {
  type KernelBackend,
  type KernelDefinition,
  type KernelMetric,
  kernelMetrics,
  kernelProfiler,
} from '../kernel/index.js'
import type { Profiler } from '../profiler.js'
import { loadOpencl } from './api.js'
import { openDevice } from './device.js'
import { chooseDevice, findDevices, type OpenclChoice } from './devices.js'
import { type OpenclFigure, openclFigures } from './program.js'

export type OpenclDefinition<C extends Config> = KernelDefinition<C> & OpenclChoice
export type OpenclMetric = KernelMetric | OpenclFigure

/**
 * Profiles OpenCL kernels: source with `-D` defines, compiled and launched through koffi, timed by the device's own events.
 * Metrics and failures are those of `kernelProfiler`, and `maxWorkgroupItems`, `preferredMultiple`, `localBytes` (without
 * `local` arguments) and `privateBytes`, as the driver tells them. A build log ends the message of a CompileFailed; error codes are named.
 *
 * While OpenCL compiles and runs, timers and aborts are heard. What runs on the device cannot be stopped: a kernel that may
 * never end belongs in a `moduleProfiler`.
 *
 * @example
 * const twice = opencl({
 *   source: 'kernel void twice(global const float *a, global float *b) { int i = get_global_id(0); b[i] = 2 * a[i]; }',
 *   entry: 'twice',
 *   inputs: (_config: { items: number }) => [input(Float32Array.of(1, 2, 3, 4)), output(new Float32Array(4))],
 *   workgroup: ['items'],
 *   grid: ['4 // items'],
 *   reference: () => ({ expected: [[2, 4, 6, 8]] }),
 * })
 */
export const opencl = <C extends Config>(definition: OpenclDefinition<C>): Profiler<C, OpenclMetric> =>
  kernelProfiler(openclBackend(definition), definition)

/** What every profile of `opencl` has, for `moduleProfiler`. */
export const openclMetrics: Readonly<Record<OpenclMetric, Omit<MetricSpec, 'name'>>> = {
  ...kernelMetrics,
  ...openclFigures,
}

/** Opens the chosen device. */
const openclBackend = (choice: OpenclChoice): KernelBackend<OpenclFigure> => ({
  name: 'opencl',
  figures: openclFigures,
  open: async () => {
    const opencl = await loadOpencl()
    return openDevice(opencl, chooseDevice(findDevices(opencl), choice))
  },
})
