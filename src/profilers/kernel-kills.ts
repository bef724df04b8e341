import { readFileSync } from 'node:fs'

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
