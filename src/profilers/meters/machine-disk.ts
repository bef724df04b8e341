import { existsSync, readFileSync } from 'node:fs'
import { left, right } from '../../core/fp.js'
import { type Counters, counting } from './counters.js'
import type { Meter } from './meter.js'
import { systemAnswer } from './system.js'

export type MachineDiskMetric = 'machineDiskReadBytes' | 'machineDiskWrittenBytes'

/**
 * What the disks of the machine read and wrote, whoever it was for, per run: `machineDiskReadBytes` and
 * `machineDiskWrittenBytes`. Writes reach a disk up to half a minute after a process made them. On Linux from /proc/diskstats:
 * devices, without their partitions and what is built on them. On macOS from systeminformation, whose answers take up
 * to half a second at each end of a window: what passes in that time is in it too.
 */
export const machineDisk = (): Meter<MachineDiskMetric> => ({
  name: 'machineDisk',
  metrics: [
    { name: 'machineDiskReadBytes', unit: 'bytes', better: 'lower' },
    { name: 'machineDiskWrittenBytes', unit: 'bytes', better: 'lower' },
  ],
  open: async () => {
    const read = process.platform === 'linux' ? passedOnLinux : passedElsewhere
    const there = await read()
    if (there.length === 0) return left(`expected counters of disks, got none on ${process.platform}`)
    return right(
      counting(
        read,
        passed => passed,
        ([bytesRead = Number.NaN, written = Number.NaN], { runs }) => ({
          machineDiskReadBytes: bytesRead / runs,
          machineDiskWrittenBytes: written / runs,
        }),
      ),
    )
  },
})

/** Sectors are of 512 bytes here, whatever the disk's are. */
const SECTOR_BYTES = 512

/** Bytes read and written by all disks; nothing where there are none. @see https://docs.kernel.org/admin-guide/iostats.html */
const passedOnLinux = (): Counters => {
  const disks = readFileSync('/proc/diskstats', 'latin1')
    .trim()
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    // A device has hardware behind it; partitions, mappings, loops and memory have none of their own.
    .filter(([, , name]) => existsSync(`/sys/block/${name}/device`))
  if (disks.length === 0) return []
  return [5, 9].map(field => disks.reduce((sum, fields) => sum + SECTOR_BYTES * Number(fields[field]), 0))
}

const statsElsewhere = systemAnswer(system => system.fsStats())

/** By systeminformation; nothing where it has none to tell of. Tests try it on Linux too. */
export const passedElsewhere = async (): Promise<Counters> => {
  const stats = await statsElsewhere()
  return stats === null ? [] : [stats.rx, stats.wx]
}
