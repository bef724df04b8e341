import type { KernelBackend, KernelDevice } from './device.js'

/** A profiler's device: opened at the first profile, kept between them. */
export interface HeldDevice {
  /** The device; another one where the last was lost, given up or closed. */
  take(): Promise<KernelDevice>
  /** Takes a device out of use, and closes it once it is idle. */
  giveUp(device: KernelDevice, idle: Promise<unknown>): void
  close(): Promise<void>
}

export const heldDevice = (backend: KernelBackend): HeldDevice => {
  let held: Promise<KernelDevice> | undefined
  let current: KernelDevice | undefined
  const open = async (): Promise<KernelDevice> => {
    try {
      current = await backend.open()
      return current
    } catch (thrown) {
      held = undefined
      throw thrown
    }
  }
  const giveUp = (device: KernelDevice, idle: Promise<unknown>): void => {
    if (device !== current) return
    current = undefined
    held = undefined
    // What is left of a lost device may refuse to be closed.
    void idle.then(() => device.close()).catch(() => {})
  }
  return {
    take: () => {
      if (current?.lost !== undefined) giveUp(current, Promise.resolve())
      held ??= open()
      return held
    },
    giveUp,
    close: async () => {
      const device = await held?.catch(() => undefined)
      held = undefined
      current = undefined
      await device?.close()
    },
  }
}
