import { readFileSync } from 'node:fs'
import { procText } from '../meters/process-tree.js'

/** What processes hold in memory together. */
export interface Resident {
  readonly bytes: number
  readonly processes: number
}

/**
 * What the processes hold where that is more than the limit. Their resident sizes are summed first: a quick upper bound, in which a
 * page that two processes share counts twice. Only where that is over the limit their proportional sizes are, in which it counts once.
 */
export const residentOver = (pids: readonly number[], limitBytes: number): Resident | undefined => {
  const sum = (sizeOf: (pid: number) => number): number => pids.reduce((total, pid) => total + sizeOf(pid), 0)
  if (sum(residentSize) <= limitBytes) return undefined
  const bytes = sum(pid => kilobytes(procText(pid, 'smaps_rollup'), 'Pss') ?? residentSize(pid))
  return bytes > limitBytes ? { bytes, processes: pids.length } : undefined
}

const residentSize = (pid: number): number => kilobytes(procText(pid, 'status'), 'VmRSS') ?? 0

const kilobytes = (text = '', key: string): number | undefined => {
  const [, amount] = new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(text) ?? []
  return amount === undefined ? undefined : Number(amount) * 1024
}

/**
 * How many processes of this process's control group the kernel has killed for want of memory so far, by cgroup v2
 * (`memory.events`) or v1 (`memory.oom_control`); undefined where neither can be read. In a container the group is often the root
 * of what is mounted.
 */
export const kernelKills = (process = '/proc/self/cgroup', mounted = '/sys/fs/cgroup'): number | undefined => {
  const groups = textOf(process).split('\n')
  const v2 = groups.find(line => line.startsWith('0::'))?.slice('0::'.length)
  const v1 = groups.map(line => /^\d+:(?:.*,)?memory(?:,.*)?:(.*)$/.exec(line)?.[1]).find(path => path !== undefined)
  const files = [
    ...(v1 === undefined ? [] : [`${mounted}/memory${v1}/memory.oom_control`, `${mounted}/memory/memory.oom_control`]),
    ...(v2 === undefined ? [] : [`${mounted}${v2}/memory.events`, `${mounted}/memory.events`]),
  ]
  const counts = files.map(file => /^oom_kill (\d+)$/m.exec(textOf(file))?.[1])
  const count = counts.find(found => found !== undefined)
  return count === undefined ? undefined : Number(count)
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
