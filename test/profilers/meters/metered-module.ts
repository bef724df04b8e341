import { profiler as fromFunction } from '#src/profilers/index.js'
import { cpuTime, memoryUse, metered } from '#src/profilers/meters/index.js'
import { burn } from './readings.js'

// What the module tests run in another process: a model with a mebibyte for each of `size`, metered where it runs.

export const meters = [cpuTime(), memoryUse()]

export const profiler = metered(
  fromFunction({
    name: 'held',
    metrics: { held: { unit: 'bytes' } },
    measure: ({ size }: { readonly size: number }) => {
      burn(50)
      return { held: new Uint8Array(size * 2 ** 20).fill(1).length }
    },
  }),
  meters,
)
