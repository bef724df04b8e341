import { cpus } from 'node:os'
import { left, right } from '../../core/fp.js'
import type { Meter } from './meter.js'

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
        if (now.allMs === before.allMs)
          throw new Error(`expected a tick of the processors' counters, got none in ${wallMs.toFixed(1)} ms`)
        // By their own time, since the counters tick at moments other than the window's.
        const share = (now.busyMs - before.busyMs) / (now.allMs - before.allMs)
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
