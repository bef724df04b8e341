import { writeFileSync } from 'node:fs'
import { right } from '../../core/fp.js'
import type { Instrument, Meter, Reading } from './meter.js'
import { ProcessTree, procText } from './process-tree.js'

export type MemoryUseMetric =
  | 'rssBytes'
  | 'peakRssBytes'
  | 'heapUsedBytes'
  | 'peakHeapUsedBytes'
  | 'externalBytes'
  | 'arrayBuffersBytes'

/**
 * Memory: `rssBytes` (resident, at the end of the window), `peakRssBytes`, and of the JavaScript heap `heapUsedBytes`,
 * `peakHeapUsedBytes`, `externalBytes` and `arrayBuffersBytes`. On Linux the kernel's own high-water mark is set back at the
 * start of the window, so that no peak is missed; elsewhere, and for the heap, a peak is the highest of the looks. Of
 * another process and its descendants (Linux only) resident memory alone, as of the last look at which they lived.
 */
export const memoryUse = (): Meter<MemoryUseMetric> => ({
  name: 'memoryUse',
  metrics: (
    ['rssBytes', 'peakRssBytes', 'heapUsedBytes', 'peakHeapUsedBytes', 'externalBytes', 'arrayBuffersBytes'] as const
  ).map(name => ({ name, unit: 'bytes', better: 'lower' })),
  open: async () => right(instrument()),
})

interface Watch {
  look(): void
  read(): Reading<MemoryUseMetric>
  close?(): void
}

const instrument = (): Instrument<MemoryUseMetric> => {
  let watch: Watch | undefined
  const end = (): void => {
    watch?.close?.()
    watch = undefined
  }
  return {
    start: pid => {
      end()
      watch = pid === undefined ? own() : tree(pid)
    },
    poll: () => watch?.look(),
    stop: () => {
      try {
        watch?.look()
        return watch?.read() ?? { metrics: {} }
      } finally {
        end()
      }
    },
    close: end,
  }
}

/** Windows of this process that go by its high-water mark: whoever sets it back lets the others look before. */
const marked = new Set<Watch>()

const own = (): Watch => {
  for (const other of marked) other.look()
  const hasMark = setBackMark('self')
  let now = process.memoryUsage()
  let peakRss = now.rss
  let peakHeapUsed = now.heapUsed
  const watch: Watch = {
    look: () => {
      now = process.memoryUsage()
      peakRss = Math.max(peakRss, now.rss, hasMark ? (markOf('self') ?? 0) : 0)
      peakHeapUsed = Math.max(peakHeapUsed, now.heapUsed)
    },
    read: () => ({
      metrics: {
        rssBytes: now.rss,
        peakRssBytes: peakRss,
        heapUsedBytes: now.heapUsed,
        peakHeapUsedBytes: peakHeapUsed,
        externalBytes: now.external,
        arrayBuffersBytes: now.arrayBuffers,
      },
    }),
    close: () => marked.delete(watch),
  }
  if (hasMark) marked.add(watch)
  return watch
}

const HEAP_OF_ANOTHER = 'expected this process, whose JavaScript heap can be seen, got another one'

const tree = (root: number): Watch => {
  const processes = new ProcessTree(root)
  const hasMark = setBackMark(root)
  let looks = 0
  let now = 0
  let peak = 0
  return {
    look: () => {
      const statuses = processes.read('status').map(({ pid, text }) => ({ pid, text, rss: bytesOf(text, 'VmRSS') }))
      const rss = statuses.reduce((sum, status) => sum + status.rss, 0)
      if (rss === 0) return
      looks++
      now = rss
      const mark = statuses.find(({ pid }) => pid === root && hasMark)
      peak = Math.max(peak, rss, mark === undefined ? 0 : bytesOf(mark.text, 'VmHWM'))
    },
    read: () => {
      if (looks === 0)
        throw new Error(`expected process ${root} to live until the first look at its memory, it did not`)
      return {
        metrics: { rssBytes: now, peakRssBytes: peak },
        absent: {
          heapUsedBytes: HEAP_OF_ANOTHER,
          peakHeapUsedBytes: HEAP_OF_ANOTHER,
          externalBytes: HEAP_OF_ANOTHER,
          arrayBuffersBytes: HEAP_OF_ANOTHER,
        },
      }
    },
    close: () => processes.close(),
  }
}

/** @see proc_pid_clear_refs(5): 5 sets the peak back to what is resident now (Linux 4.0) */
const setBackMark = (pid: number | 'self'): boolean => {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5')
    return true
  } catch {
    return false
  }
}

const markOf = (pid: number | 'self'): number | undefined => {
  const text = procText(pid, 'status')
  return text === undefined ? undefined : bytesOf(text, 'VmHWM')
}

/** A line of /proc/PID/status in bytes, 0 where it is missing, as of a process that has ended and was not waited for. */
const bytesOf = (status: string, key: string): number =>
  1024 * Number(new RegExp(`^${key}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0)
