import { cpus } from 'node:os'
import { left, right } from '../../core/fp.js'
import type { Meter } from './meter.js'

/** Counters tick every 10 ms: this many ticks of all processors together make an error of a tenth at most. */
const MIN_COUNTED_MS = 100

/**
 * Load of the whole machine: `machineUtilization`, processors that were busy with anything (1: one core), from counters in
 * ticks of 10 ms each. More than `cpuUtilization` says how much others disturbed the measurement.
 */
export const machineLoad = (): Meter<'machineUtilization'> => ({
  name: 'machineLoad',
  metrics: [{ name: 'machineUtilization', unit: 'cores' }],
  open: async () => {
    if (cpus().length === 0) return left('expected os.cpus() to tell of processors, got none')
    let before = spentMs()
    return right({
      start: () => {
        before = spentMs()
      },
      stop: ({ wallMs }) => {
        const now = spentMs()
        // By their own time, since the counters tick at moments other than the window's.
        const countedMs = now.allMs - before.allMs
        if (countedMs < MIN_COUNTED_MS) {
          const got = `${countedMs} ms in a window of ${wallMs.toFixed(1)} ms`
          throw new Error(`expected the processors together to count ${MIN_COUNTED_MS} ms or more, got ${got}`)
        }
        const share = (now.busyMs - before.busyMs) / countedMs
        return { metrics: { machineUtilization: share * cpus().length } }
      },
    })
  },
})

/** Of all processors together, since the machine was started. */
const spentMs = (): { readonly busyMs: number; readonly allMs: number } => {
  let busyMs = 0
  let idleMs = 0
  for (const { times } of cpus()) {
    busyMs += times.user + times.nice + times.sys + times.irq
    idleMs += times.idle
  }
  return { busyMs, allMs: busyMs + idleMs }
}
