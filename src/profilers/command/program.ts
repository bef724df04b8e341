import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:os'
import { setTimeout as sleep } from 'node:timers/promises'
import { threadId } from 'node:worker_threads'
import type { MeterWindow } from '../profiler.js'
import type { Invocation } from './invocation.js'
import { type Interruption, keeperOf, type Limits } from './keeper.js'
import { kernelKills } from './memory.js'
import { ObjectLines, Tail } from './output.js'
import { programTree } from './program-tree.js'
import { startWatchdog } from './watchdog.js'

/** Who looks on while a program runs. */
export interface Onlooker {
  readonly signal: AbortSignal
  readonly window?: MeterWindow
  /** Hears each line of stdout that begins with `{`; 'stop' ends the program. */
  readonly onLine: (line: string) => 'continue' | 'stop'
}

/** How a program ended, and what it printed. */
export interface Ended {
  readonly exitCode: number | null
  readonly signal: NodeJS.Signals | null
  /** From the call that starts it until it has ended. */
  readonly wallMs: number
  /** The end of it, of `outputBytes`. */
  readonly stdout: string
  readonly stderr: string
  /** Set where the program was ended from outside. */
  readonly interruption: Interruption | undefined
  /** Names of processes that the program left behind, and that were killed. */
  readonly leftBehind: readonly string[]
  /** Processes of this control group that the kernel killed meanwhile, for want of memory. */
  readonly kernelKills: number
}

/** Who still holds stdout once all known processes are gone is not waited for longer than so many times. */
const LOOKS = 20
const LOOK_MS = 50

/**
 * Runs a program from start to end. When this resolves or rejects, none of its processes lives. Rejects with the error of `spawn`
 * where it cannot be started, and with what the onlooker throws.
 */
export const runProgram = async (
  { program, args, env, stdin }: Invocation,
  limits: Limits & { readonly cwd?: string | URL; readonly outputBytes: number },
  { signal, window, onLine }: Onlooker,
): Promise<Ended> => {
  const mark = runMark()
  const killsBefore = kernelKills() ?? 0
  const watchdog = startWatchdog()
  try {
    const beganMs = performance.now()
    const child = spawn(program, args, {
      ...(limits.cwd !== undefined && { cwd: limits.cwd }),
      env: { ...process.env, ...env, [mark]: '1' },
      stdio: [stdin === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
      detached: platform() !== 'win32',
    })
    const pid = await pidOf(child)
    const exited = exitOf(child, beganMs)
    watchdog.watch(pid)
    const keeper = keeperOf(programTree(pid, mark), limits, signal)
    const output = outputOf(child, limits.outputBytes, line => {
      if (onLine(line) === 'stop') keeper.interrupt({ _tag: 'stopped' })
    })
    // A program need not read what it is given.
    child.stdin?.on('error', () => {}).end(stdin)
    try {
      await window?.start(pid)
      const exit = await Promise.race([exited, output.failed])
      keeper.release()
      await window?.stop(1)
      const leftBehind = await keeper.clear()
      await Promise.race([output.drained(), output.failed])
      return {
        ...exit,
        ...output.texts(),
        interruption: keeper.interruption,
        leftBehind,
        kernelKills: (kernelKills() ?? 0) - killsBefore,
      }
    } finally {
      keeper.release()
      if (child.exitCode === null && child.signalCode === null) keeper.interrupt({ _tag: 'aborted' })
      await keeper.clear()
      child.stdout?.destroy()
      child.stderr?.destroy()
    }
  } finally {
    await watchdog.release()
  }
}

/** The clock tells runs of one thread apart, the other numbers those of threads and processes: a counter would not, where each thread has its own. */
const runMark = (): string => `PARETUNE_RUN_${process.pid}_${threadId}_${process.hrtime.bigint()}`

/** The number of a process that has started. */
const pidOf = async (child: ChildProcess): Promise<number> => {
  // Without a number there comes an error.
  if (child.pid === undefined) await once(child, 'spawn')
  return child.pid as number
}

const exitOf = (child: ChildProcess, beganMs: number): Promise<Pick<Ended, 'exitCode' | 'signal' | 'wallMs'>> =>
  new Promise(resolve => {
    child.once('exit', (exitCode, signal) => resolve({ exitCode, signal, wallMs: performance.now() - beganMs }))
  })

const outputOf = (child: ChildProcess, limitBytes: number, onLine: (line: string) => void) => {
  const [stdout, stderr] = [new Tail(limitBytes), new Tail(limitBytes)]
  const lines = new ObjectLines(onLine)
  const failed = new Promise<never>((_resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      stdout.push(chunk)
      try {
        lines.push(chunk)
      } catch (thrown) {
        reject(thrown)
      }
    })
  })
  let isClosed = false
  const closed = once(child, 'close').then(() => {
    isClosed = true
  })
  // Whoever raced it may be done already.
  failed.catch(() => {})
  child.stderr?.on('data', (chunk: Buffer) => stderr.push(chunk))
  const texts = () => {
    lines.end()
    return { stdout: stdout.text(), stderr: stderr.text() }
  }
  /** Time alone would not tell: on a busy machine it may pass without a look at what has come. */
  const drained = async (): Promise<void> => {
    for (let looks = 0; looks < LOOKS && !isClosed; looks++) await Promise.race([closed, sleep(LOOK_MS)])
  }
  return { failed, drained, texts }
}
