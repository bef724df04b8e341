import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { type ProfileFailure, profileFailure } from '../core/index.js'

/** How a process ended. */
export interface Ending {
  readonly _tag: 'ended'
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stderr: string
  /** The kernel killed processes of this group for want of memory while it ran. */
  readonly oomKilled: boolean
}

/** Of what a process writes to stderr, this much of the end is kept. */
const STDERR_CHARACTERS = 16_384

/** Waits for the end of a process. Never rejects. */
export const endingOf = (child: ChildProcess): Promise<Ending> =>
  new Promise(resolve => {
    const killsBefore = oomKills()
    let stderr = ''
    child.stderr?.setEncoding('utf8')
    child.stderr?.on('data', (text: string) => {
      stderr = (stderr + text).slice(-STDERR_CHARACTERS)
    })
    const failed = (error: Error): void =>
      resolve({ _tag: 'ended', code: null, signal: null, stderr: error.message, oomKilled: false })
    child.on('error', failed)
    child.once('exit', (code, signal) => {
      const end = (): void => {
        clearTimeout(timer)
        child.stderr?.destroy()
        resolve({ _tag: 'ended', code, signal, stderr, oomKilled: oomKills() > killsBefore })
      }
      // A grandchild may hold stderr open for ever, so its end is not waited for long.
      const timer = setTimeout(end, 200)
      child.stderr?.once('end', end)
    })
  })

/** What a process says before it ends itself for its memory. */
export const overLimitText = (residentBytes: number, limitBytes: number): string =>
  `expected at most ${limitBytes} bytes of resident memory, got ${residentBytes}`
const OVER_LIMIT = /expected at most (\d+) bytes of resident memory, got (\d+)/
const OVER_HEAP = /heap out of memory|allocation failed/i

/** The failure of a measurement in whose midst the process ended. */
export const crashOf = ({ code, signal, stderr, oomKilled }: Ending): ProfileFailure => {
  const lines = stderr.split('\n').filter(line => line.trim() !== '')
  const details = { code, signal, stderr: lines.slice(-20) }
  const [text, limit, got] = (signal === 'SIGKILL' && OVER_LIMIT.exec(stderr)) || []
  if (text !== undefined)
    return profileFailure('OutOfMemory', text, {
      details: { ...details, limitBytes: Number(limit), residentBytes: Number(got) },
    })
  const overHeap = lines.find(line => OVER_HEAP.test(line))
  if (overHeap !== undefined) return profileFailure('OutOfMemory', overHeap.trim(), { details })
  if (signal === 'SIGKILL' && oomKilled)
    return profileFailure('OutOfMemory', "the kernel killed the profiler's process for want of memory", { details })
  const end = signal === null ? `exit code ${code}` : `signal ${signal}`
  const hint = signal === 'SIGKILL' ? ' (so does the kernel where memory runs out)' : ''
  const tail = lines.length === 0 ? 'nothing on stderr' : `on stderr: ${lines.slice(-5).join('\n')}`
  return profileFailure('Crashed', `the profiler's process ended by ${end}${hint}, ${tail}`, { details })
}

/** How many processes of this control group the kernel has killed for want of memory; 0 where it does not tell. */
const oomKills = (): number => {
  for (const file of groupFiles()) {
    const count = /^oom_kill (\d+)$/m.exec(textOf(file))?.[1]
    if (count !== undefined) return Number(count)
  }
  return 0
}

/** Where the kernel counts them: version 1 or 2 of control groups, seen from the host or from inside a container. */
const groupFiles = (): string[] =>
  textOf('/proc/self/cgroup')
    .split('\n')
    .flatMap(line => {
      const [, controllers, path] = /^\d+:([^:]*):\/?(.*)$/.exec(line) ?? []
      const [folder, file] =
        controllers === ''
          ? ['/sys/fs/cgroup', 'memory.events']
          : controllers?.split(',').includes('memory')
            ? ['/sys/fs/cgroup/memory', 'memory.oom_control']
            : []
      return folder === undefined ? [] : [`${folder}/${path}/${file}`, `${folder}/${file}`]
    })

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
