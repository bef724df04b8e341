import { messageOf } from '../../core/index.js'
import { ProfileError } from '../failure.js'

/** Runs work on a device; where the device is gone, that is the failure, whatever the work said. */
export type Guard = <A>(work: () => Promise<A>) => Promise<A>

/** Watches for the loss of a device. */
export const lossOf = (device: GPUDevice): { readonly message: string | undefined; readonly guard: Guard } => {
  let lost: string | undefined
  void device.lost.then(({ message }) => {
    lost = message || 'for a reason that the driver does not tell'
  })
  return {
    get message() {
      return lost
    },
    guard: async work => {
      try {
        return await work()
      } catch (thrown) {
        // Pending work is rejected before the loss is told.
        await new Promise(resolve => setImmediate(resolve))
        if (lost !== undefined)
          throw new ProfileError('Crashed', `the WebGPU device was lost: ${lost}`, { cause: thrown })
        if (thrown instanceof ProfileError) throw thrown
        throw new ProfileError('RunFailed', messageOf(thrown), { cause: thrown })
      }
    },
  }
}
