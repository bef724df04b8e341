import { right } from '../../core/fp.js'
import type { Instrument, Meter } from './meter.js'
import { statFields } from './process-tree.js'
import { TreeCounter } from './tree-counter.js'

export type CpuTimeMetric = 'cpuMs' | 'cpuUserMs' | 'cpuSystemMs' | 'cpuUtilization'

/** /proc counts in hundredths of a second wherever Node.js runs (`USER_HZ`). */
const TICK_MS = 10

/**
 * Time on processors, of all threads: `cpuMs` per run, which is `cpuUserMs` and `cpuSystemMs`, and `cpuUtilization`, the same over
 * the wall time (1: one core busy). The system may tell the sum better than its parts. Of this process in microseconds; of another one and its descendants in ticks of 10 ms, those that have
 * ended included (Linux only).
 */
export const cpuTime = (): Meter<CpuTimeMetric> => ({
  name: 'cpuTime',
  metrics: [
    { name: 'cpuMs', unit: 'ms', better: 'lower' },
    { name: 'cpuUserMs', unit: 'ms', better: 'lower' },
    { name: 'cpuSystemMs', unit: 'ms', better: 'lower' },
    { name: 'cpuUtilization', unit: 'cores' },
  ],
  open: async () => right(instrument()),
})

const instrument = (): Instrument<CpuTimeMetric> => {
  let before = process.cpuUsage()
  let tree: TreeCounter | undefined
  const end = (): void => {
    tree?.close()
    tree = undefined
  }
  return {
    start: pid => {
      end()
      if (pid === undefined) before = process.cpuUsage()
      else tree = new TreeCounter(pid, 'stat', ticksOf, inheritedTicksOf)
    },
    poll: () => tree?.look(),
    stop: ({ wallMs, runs }) => {
      const [userMs, systemMs] = tree === undefined ? ownMs(before) : treeMs(tree)
      end()
      return {
        metrics: {
          cpuMs: (userMs + systemMs) / runs,
          cpuUserMs: userMs / runs,
          cpuSystemMs: systemMs / runs,
          cpuUtilization: (userMs + systemMs) / wallMs,
        },
      }
    },
    close: end,
  }
}

const ownMs = (before: NodeJS.CpuUsage): readonly [number, number] => {
  const { user, system } = process.cpuUsage(before)
  return [user / 1000, system / 1000]
}

const treeMs = (tree: TreeCounter): readonly [number, number] => {
  tree.look()
  const [user = Number.NaN, system = Number.NaN] = tree.counts
  return [user * TICK_MS, system * TICK_MS]
}

/** Fields 14 to 17 of /proc/PID/stat: user and system time of the process, and of children that it has waited for. */
const ticksOf = (text: string): readonly number[] => {
  const [user = 0, system = 0, childUser = 0, childSystem = 0] = statFields(text).slice(11).map(Number)
  return [user + childUser, system + childSystem]
}

const inheritedTicksOf = (text: string): readonly number[] => statFields(text).slice(13, 15).map(Number)
