import { left, right } from '../../core/fp.js'
import type { Instrument, Meter } from './meter.js'
import { procText } from './process-tree.js'
import { TreeCounter } from './tree-counter.js'

export type DiskTrafficMetric = 'diskReadBytes' | 'diskWrittenBytes'

/**
 * What the process had read from and written to storage, per run: `diskReadBytes` and `diskWrittenBytes`, of children that it
 * has waited for too. Linux only, from /proc/PID/io: reads that the page cache answers are none, writes count when
 * the page is dirtied and not when it reaches the disk, and file systems in memory count for nothing.
 *
 * @see proc_pid_io(5)
 */
export const diskTraffic = (): Meter<DiskTrafficMetric> => ({
  name: 'diskTraffic',
  metrics: [
    { name: 'diskReadBytes', unit: 'bytes', better: 'lower' },
    { name: 'diskWrittenBytes', unit: 'bytes', better: 'lower' },
  ],
  open: async () =>
    procText('self', 'io') === undefined
      ? left(`expected to read /proc/self/io (Linux), got no such file on ${process.platform}`)
      : right(instrument()),
})

const instrument = (): Instrument<DiskTrafficMetric> => {
  let before: readonly number[] = []
  let tree: TreeCounter | undefined
  const end = (): void => {
    tree?.close()
    tree = undefined
  }
  return {
    start: pid => {
      end()
      if (pid === undefined) before = ownBytes()
      else tree = new TreeCounter(pid, 'io', bytesIn, bytesIn)
    },
    poll: () => tree?.look(),
    stop: ({ runs }) => {
      tree?.look()
      const counted = tree?.counts ?? ownBytes().map((bytes, i) => bytes - (before[i] ?? Number.NaN))
      end()
      const [read = Number.NaN, written = Number.NaN] = counted
      return { metrics: { diskReadBytes: read / runs, diskWrittenBytes: written / runs } }
    },
    close: end,
  }
}

const ownBytes = (): readonly number[] => bytesIn(procText('self', 'io') ?? '')

const bytesIn = (text: string): readonly number[] =>
  ['read_bytes', 'write_bytes'].map(key => Number(new RegExp(`^${key}: (\\d+)$`, 'm').exec(text)?.[1] ?? Number.NaN))
