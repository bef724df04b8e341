import { type Config, fault, ParetuneError } from '../../core/index.js'
import { type KernelDefinition, type KernelMetric, kernelProfiler, type WorkgroupLimits } from '../kernel/index.js'
import type { Profiler } from '../profiler.js'
import { webGpuAdapter } from '../webgpu-device.js'
import { openDevice, workgroupLimitsOf } from './open-device.js'
import { overridesOf } from './wgsl.js'

/** A kernel in WGSL. Workgroup memory is declared in its source, compilers take no options, and nothing empties a device's caches. */
export type WebGpuDefinition<C extends Config> = Omit<KernelDefinition<C>, 'options' | 'sharedBytes' | 'flushCaches'>

/**
 * Profiles compute shaders in WGSL. What the source declares as `override` gets its value from the definition's `defines`
 * (by default the parameters) and `constants`. The arguments are binding 0, 1, ... of group 0: arrays as storage or uniform
 * buffers, scalars (`int32`, `uint32`, `float32`) as uniform buffers of their own.
 *
 * `latencyMs` is from the device's timestamps; where the adapter has none, it is the time until the queue was empty, and a note
 * says so. Metrics and failures are those of all kernels, see `kernelProfiler`.
 *
 * @example
 * const twice = webgpu({
 *   source: `
 *     override block_x: u32;
 *     @group(0) @binding(0) var<storage, read> values: array<f32>;
 *     @group(0) @binding(1) var<storage, read_write> twofold: array<f32>;
 *     @compute @workgroup_size(block_x) fn twice(@builtin(global_invocation_id) id: vec3u) {
 *       if (id.x < arrayLength(&values)) { twofold[id.x] = 2 * values[id.x]; }
 *     }`,
 *   entry: 'twice',
 *   constants: { n: 1000 },
 *   inputs: () => [input(numbers), output(new Float32Array(1000))],
 *   workgroup: ['block_x'],
 *   grid: ['-(-n // block_x)'],
 *   reference: () => ({ expected: [numbers.map(x => 2 * x)] }),
 * })
 */
export const webgpu = <C extends Config>(definition: WebGpuDefinition<C>): Profiler<C, KernelMetric> => {
  const { source } = definition
  if (typeof source !== 'string') return kernelProfiler(backend, definition)
  const declared = overridesOf(source)
  const defines = (config: C) => {
    const defined = definition.defines?.(config) ?? config
    const unknown = Object.keys(defined).find(name => !declared.has(name))
    if (unknown === undefined) return defined
    const message =
      `expected the source to declare \`override ${unknown}\`, got ${[...declared.keys()].join(', ') || 'no overrides'}: ` +
      'declare it, leave it out of `defines`, or make `source` a function of the configuration'
    throw new ParetuneError(fault('InvalidProfiler', message))
  }
  return kernelProfiler(backend, { ...definition, defines })
}

const backend = { name: 'webgpu', figures: {}, open: openDevice }

/**
 * What the adapter allows of a workgroup, for `fitsWorkgroup`.
 * @throws ParetuneError `MissingPackage` without the package `webgpu`, `InvalidProfiler` where it finds no adapter.
 */
export const webgpuLimits = async (): Promise<WorkgroupLimits> => {
  const { adapter } = await webGpuAdapter({ powerPreference: 'high-performance' })
  return workgroupLimitsOf(adapter.limits)
}
