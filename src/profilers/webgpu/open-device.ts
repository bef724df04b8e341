import type { KernelDevice, WorkgroupLimits } from '../kernel/device.js'
import { isSettledWithin } from '../kernel/settled.js'
import { webGpuAdapter } from '../webgpu-device.js'
import { createBuffer } from './buffer.js'
import { lossOf } from './loss.js'
import { compile } from './pipeline.js'

/** Features that shaders can make use of; asked for where the adapter has them. */
const FEATURES = ['timestamp-query', 'shader-f16', 'subgroups'] as const

const GRACE_MS = 1000

/** Opens a device with all that its adapter allows. Throws as `webGpuAdapter`. */
export const openDevice = async (): Promise<KernelDevice> => {
  const { adapter, version } = await webGpuAdapter({ powerPreference: 'high-performance' })
  const { vendor, architecture, device: model, description } = adapter.info
  const device = await adapter.requestDevice({
    requiredLimits: allOf(adapter.limits),
    // tfjs brings older types of WebGPU along, which do not know all of these; whichever are read first count.
    requiredFeatures: FEATURES.filter(feature => adapter.features.has(feature)) as GPUFeatureName[],
  })
  const loss = lossOf(device)
  return {
    machine: {
      'webgpu adapter': [vendor, architecture, model].filter(part => part !== '').join(' ') || 'unnamed',
      'webgpu driver': description || 'unnamed',
      ...(version !== undefined && { webgpu: version }),
    },
    limits: workgroupLimitsOf(device.limits),
    // Dawn keeps every access within its binding, and shaders ask for the length of their arrays.
    guardBytes: 0,
    ...(!device.features.has('timestamp-query') && {
      notes: ['the adapter has no timestamps: `latencyMs` is wall time until the queue was empty'],
    }),
    get lost() {
      return loss.message
    },
    compile: program => loss.guard(() => compile(device, loss.guard, program)),
    buffer: byteLength => createBuffer(device, loss.guard, byteLength),
    // While a shader runs, `destroy` blocks the process: one that never ends is left to run.
    close: async () => {
      if (await isSettledWithin(device.queue.onSubmittedWorkDone(), GRACE_MS)) device.destroy()
    },
  }
}

export const workgroupLimitsOf = (limits: GPUSupportedLimits): WorkgroupLimits => ({
  size: [limits.maxComputeWorkgroupSizeX, limits.maxComputeWorkgroupSizeY, limits.maxComputeWorkgroupSizeZ],
  items: limits.maxComputeInvocationsPerWorkgroup,
  sharedBytes: limits.maxComputeWorkgroupStorageSize,
})

/** Limits are getters of a prototype, which `Object.entries` does not see. */
const allOf = (limits: GPUSupportedLimits): Record<string, number> => {
  const all: Record<string, number> = {}
  for (const name in limits) all[name] = limits[name as keyof GPUSupportedLimits] as number
  return all
}
