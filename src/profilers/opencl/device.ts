import { fault, messageOf, ParetuneError } from '../../core/index.js'
import type { DeviceBuffer, KernelDevice } from '../kernel/device.js'
import type { Handle, Opencl } from './api.js'
import { failing } from './codes.js'
import { type FoundDevice, limitsOf } from './devices.js'
import { compile } from './program.js'

/** A device with its context and queue. */
export interface OpenDevice {
  readonly opencl: Opencl
  readonly device: Handle
  readonly context: Handle
  readonly queue: Handle
  /** Gives a command to the queue and waits, on another thread, until it is done; then its event tells. @throws OpenclError */
  run<A>(enqueue: (event: BigUint64Array) => void, told: (event: Handle) => A): Promise<A>
}

/** @throws ParetuneError `InvalidProfiler` where the driver refuses to open it */
export const openDevice = (opencl: Opencl, found: FoundDevice): KernelDevice => {
  const { context, queue } = opened(opencl, found)
  let lost: string | undefined
  const run = running(opencl, thrown => {
    lost = messageOf(thrown)
  })
  const open: OpenDevice = { opencl, device: found.handle, context, queue, run }
  const releases = new Set<() => void>()
  /** The same, to be released once: when asked for, or else with the device. */
  const owned = <A extends { release(): void }>(made: A): A => {
    const release = (): void => {
      if (releases.delete(release)) made.release()
    }
    releases.add(release)
    return { ...made, release }
  }
  const { release: close } = owned({
    // OpenCL keeps what a running command needs until it is done.
    release: () => {
      for (const release of releases) release()
      opencl.call('clReleaseCommandQueue', queue)
      opencl.call('clReleaseContext', context)
    },
  })
  return {
    machine: {
      'opencl platform': `${found.platform}, ${found.platformVersion}`,
      'opencl device': `${found.device}, ${found.version}`,
      'opencl driver': found.driver,
    },
    limits: limitsOf(opencl, found.handle),
    compile: async program => owned(await compile(open, program)),
    buffer: byteLength => owned(bufferOf(open, byteLength)),
    get lost() {
      return lost
    },
    close: async () => close(),
  }
}

const opened = (opencl: Opencl, { handle, device }: FoundDevice): Pick<OpenDevice, 'context' | 'queue'> => {
  let context: Handle | undefined
  try {
    context = opencl.create('clCreateContext', null, 1, BigUint64Array.of(handle), null, null)
    return { context, queue: opencl.create('clCreateCommandQueue', context, handle, WITH_TIMES) }
  } catch (cause) {
    if (context !== undefined) opencl.call('clReleaseContext', context)
    throw new ParetuneError(fault('InvalidProfiler', `${device}: ${messageOf(cause)}`, { cause }))
  }
}

/** CL_QUEUE_PROFILING_ENABLE */
const WITH_TIMES = 2

const running =
  (opencl: Opencl, onBroken: (thrown: unknown) => void): OpenDevice['run'] =>
  async (enqueue, told) => {
    const place = new BigUint64Array(1)
    enqueue(place)
    const event = place[0] as Handle
    try {
      // A command that breaks off, as by a wild pointer, may leave the context unusable.
      await opencl.callAside('clWaitForEvents', 1, place).catch(thrown => {
        onBroken(thrown)
        throw thrown
      })
      return told(event)
    } finally {
      opencl.call('clReleaseEvent', event)
    }
  }

/** A buffer that a launch can find the memory of. */
export interface OpenclBuffer extends DeviceBuffer {
  readonly memory: Handle
}

const bufferOf = ({ opencl, context, queue, run }: OpenDevice, byteLength: number): OpenclBuffer => {
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
