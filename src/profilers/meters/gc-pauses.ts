import { type PerformanceEntry, PerformanceObserver } from 'node:perf_hooks'
import { setImmediate as turn } from 'node:timers/promises'
import { right } from '../../core/fp.js'
import type { Instrument, Meter } from './meter.js'

export type GcPausesMetric = 'gcPauseMs' | 'gcCount'

/**
 * Garbage collections of this thread's heap, as Node.js tells of them (`perf_hooks`): `gcPauseMs` and `gcCount`, per run.
 * Worker threads have heaps of their own, which it does not see.
 */
export const gcPauses = (): Meter<GcPausesMetric> => ({
  name: 'gcPauses',
  metrics: [
    { name: 'gcPauseMs', unit: 'ms', better: 'lower' },
    { name: 'gcCount', unit: '', better: 'lower' },
  ],
  open: async () => right(instrument()),
})

const instrument = (): Instrument<GcPausesMetric> => {
  let beganMs = 0
  let pauses: PerformanceEntry[] = []
  const observer = new PerformanceObserver(list => void pauses.push(...list.getEntries()))
  return {
    start: pid => {
      observer.disconnect()
      if (pid !== undefined) throw new Error('expected this process, whose collections can be seen, got another one')
      pauses = []
      observer.observe({ entryTypes: ['gc'] })
      beganMs = performance.now()
    },
    stop: async ({ runs }) => {
      const endedMs = performance.now()
      // A collection is told of in the next turn of the event loop.
      await turn()
      pauses.push(...observer.takeRecords())
      observer.disconnect()
      const within = pauses.filter(({ startTime }) => startTime >= beganMs && startTime <= endedMs)
      const pauseMs = within.reduce((sum, { duration }) => sum + duration, 0)
      return { metrics: { gcPauseMs: pauseMs / runs, gcCount: within.length / runs } }
    },
    close: () => observer.disconnect(),
  }
}
