import { ProfileError } from '../failure.js'
import type { DeviceBuffer } from '../kernel/device.js'
import type { Guard } from './loss.js'

/** A buffer with what a bind group needs of it. */
export interface BoundBuffer extends DeviceBuffer {
  readonly gpuBuffer: GPUBuffer
}

/** A buffer that shaders can bind as storage or uniform. That there was no room for it shows at the first use. */
export const createBuffer = (device: GPUDevice, guard: Guard, byteLength: number): BoundBuffer => {
  // Sizes of bindings and copies are multiples of 4.
  const size = Math.ceil(byteLength / 4) * 4
  const { STORAGE, UNIFORM, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage
  device.pushErrorScope('out-of-memory')
  device.pushErrorScope('validation')
  const gpuBuffer = device.createBuffer({ size, usage: STORAGE | UNIFORM | COPY_SRC | COPY_DST })
  const faults = Promise.all([device.popErrorScope(), device.popErrorScope()])
  // It is looked at by the first write, which may never come.
  faults.catch(() => {})
  const made = async (): Promise<void> => {
    const fault = (await faults).find(one => one !== null)
    if (fault) throw new ProfileError('OutOfMemory', `expected room for ${byteLength} bytes, got: ${fault.message}`)
  }
  return {
    byteLength,
    gpuBuffer,
    write: data =>
      guard(async () => {
        await made()
        const padded = new Uint8Array(Math.ceil(data.byteLength / 4) * 4)
        padded.set(data)
        device.queue.writeBuffer(gpuBuffer, 0, padded)
        // A launch must not be charged for it.
        await device.queue.onSubmittedWorkDone()
      }),
    read: () =>
      guard(async () => {
        const staging = device.createBuffer({ size, usage: MAP_READ | COPY_DST })
        try {
          const encoder = device.createCommandEncoder()
          encoder.copyBufferToBuffer(gpuBuffer, 0, staging, 0, size)
          device.queue.submit([encoder.finish()])
          await staging.mapAsync(GPUMapMode.READ)
          return new Uint8Array(staging.getMappedRange().slice(0, byteLength))
        } finally {
          staging.destroy()
        }
      }),
    release: () => gpuBuffer.destroy(),
  }
}
