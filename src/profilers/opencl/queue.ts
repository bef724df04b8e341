import { fault, messageOf, ParetuneError } from '../../core/index.js'
import type { Handle, Opencl } from './api.js'
import { failing } from './codes.js'
import type { FoundDevice } from './devices.js'

/** A device with its context and queue. */
export interface Queue {
  readonly opencl: Opencl
  readonly device: Handle
  readonly context: Handle
  readonly queue: Handle
  /**
   * Gives a command to the queue and waits, on another thread, until it is done; then its event tells.
   * @throws OpenclError where it is refused, ProfileError `Crashed` where it breaks off
   */
  run<A>(enqueue: (event: BigUint64Array) => void, told: (event: Handle) => A): Promise<A>
  /** What OpenCL said of a command that broke off: as with a wild pointer, the context may be unusable since. */
  readonly lost: string | undefined
  release(): void
}

/** @throws ParetuneError `InvalidProfiler` where the driver refuses to open the device */
export const openQueue = (opencl: Opencl, found: FoundDevice): Queue => {
  const device = found.handle
  const { context, queue } = opened(opencl, found)
  let lost: string | undefined
  return {
    opencl,
    device,
    context,
    queue,
    run: async (enqueue, told) => {
      const place = new BigUint64Array(1)
      enqueue(place)
      const event = place[0] as Handle
      try {
        await failing('a command that was under way', 'Crashed', () => opencl.callAside('clWaitForEvents', 1, place))
        return told(event)
      } catch (thrown) {
        lost = messageOf(thrown)
        throw thrown
      } finally {
        opencl.call('clReleaseEvent', event)
      }
    },
    get lost() {
      return lost
    },
    release: () => {
      opencl.call('clReleaseCommandQueue', queue)
      opencl.call('clReleaseContext', context)
    },
  }
}

const opened = (opencl: Opencl, { handle, device }: FoundDevice): Pick<Queue, 'context' | 'queue'> => {
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
