import type { DeviceBuffer } from '../kernel/device.js'
import type { Handle } from './api.js'
import { failing } from './codes.js'
import type { Queue } from './queue.js'

/** A buffer that a launch can find the memory of. */
export interface OpenclBuffer extends DeviceBuffer {
  readonly memory: Handle
}

export const bufferOf = ({ opencl, context, queue, run }: Queue, byteLength: number): OpenclBuffer => {
  const memory = failing(`a buffer of ${byteLength} bytes`, 'OutOfMemory', () =>
    opencl.create('clCreateBuffer', context, READ_WRITE, byteLength, null),
  )
  const copy = (name: 'clEnqueueReadBuffer' | 'clEnqueueWriteBuffer', data: Uint8Array): Promise<Uint8Array> =>
    failing(`copying ${data.byteLength} bytes`, 'RunFailed', () =>
      run(
        event => opencl.call(name, queue, memory, 0, 0, data.byteLength, data, 0, null, event),
        // That it is asked for in the end keeps it alive until then.
        () => data,
      ),
    )
  return {
    memory,
    byteLength,
    write: async data => {
      await copy('clEnqueueWriteBuffer', data)
    },
    read: () => copy('clEnqueueReadBuffer', new Uint8Array(byteLength)),
    release: () => opencl.call('clReleaseMemObject', memory),
  }
}

/** CL_MEM_READ_WRITE */
const READ_WRITE = 1
