import type { KernelDevice } from '../kernel/device.js'
import type { Opencl } from './api.js'
import { bufferOf } from './buffer.js'
import { type FoundDevice, limitsOf } from './devices.js'
import { compile } from './program.js'
import { openQueue } from './queue.js'

/** @throws ParetuneError `InvalidProfiler` where the driver refuses to open it */
export const openDevice = (opencl: Opencl, found: FoundDevice): KernelDevice => {
  const queue = openQueue(opencl, found)
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
      queue.release()
    },
  })
  return {
    machine: {
      'opencl platform': `${found.platform}, ${found.platformVersion}`,
      'opencl device': `${found.device}, ${found.version}`,
      'opencl driver': found.driver,
    },
    limits: limitsOf(opencl, found.handle),
    get lost() {
      return queue.lost
    },
    compile: async program => owned(await compile(queue, program)),
    buffer: byteLength => owned(bufferOf(queue, byteLength)),
    close: async () => close(),
  }
}
