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
