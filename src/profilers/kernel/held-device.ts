import type { KernelBackend, KernelDevice } from './device.js'

/** A profiler's device: opened at the first profile, kept between them. */
export interface HeldDevice {
  /** The device; another one where the last was lost, given up or closed. */
  take(): Promise<KernelDevice>
  /** Takes a device out of use that does not come to its end, and closes it when it does. */
  giveUp(device: KernelDevice, end: Promise<unknown>): void
  /** Devices that were given up and have not come to their end yet. */
  readonly hanging: number
  close(): Promise<void>
}

export const heldDevice = (backend: KernelBackend): HeldDevice => {
  let opening: Promise<KernelDevice> | undefined
  let current: KernelDevice | undefined
  let hanging = 0
  const forget = (): void => {
    opening = undefined
    current = undefined
  }
  const opened = async (): Promise<KernelDevice> => {
    opening ??= backend.open()
    const mine = opening
    try {
      const device = await mine
      if (opening === mine) current = device
      return device
    } catch (thrown) {
      if (opening === mine) forget()
      throw thrown
    }
  }
  const drop = async (device: KernelDevice): Promise<void> => {
    if (device === current) forget()
    // What is left of a lost device may refuse to be closed.
    await device.close().catch(() => {})
  }
  return {
    take: async () => {
      const device = await opened()
      if (device.lost === undefined) return device
      await drop(device)
      return opened()
    },
    giveUp: (device, end) => {
      if (device === current) forget()
      hanging++
      void end.then(() => {
        hanging--
        return drop(device)
      })
    },
    get hanging() {
      return hanging
    },
    close: async () => {
      const last = opening
      forget()
      const device = await last?.catch(() => undefined)
      await device?.close()
    },
  }
}
