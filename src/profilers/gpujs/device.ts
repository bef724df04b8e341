import type { GpujsModule } from './definition.js'

type DeviceContext = NonNullable<GpujsModule['WebGPUContext']>

/** How many profilers hold the shared device of a copy of gpu.js. */
const holders = new Map<DeviceContext, number>()

/** A profiler's hold on the shared device: it is taken once, and the last to let go ends the device. */
export interface DeviceHold {
  /** Waits until there is a device. */
  take(context: DeviceContext): Promise<void>
  letGo(): Promise<void>
}

export const deviceHold = (): DeviceHold => {
  const held = new Set<DeviceContext>()
  return {
    take: async context => {
      await context.acquire()
      if (!held.has(context)) holders.set(context, (holders.get(context) ?? 0) + 1)
      held.add(context)
    },
    letGo: async () => {
      for (const context of held) {
        const left = (holders.get(context) ?? 1) - 1
        if (left > 0) holders.set(context, left)
        else {
          holders.delete(context)
          await context.destroy()
        }
      }
      held.clear()
    },
  }
}
