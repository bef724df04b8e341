import { type Either, isLeft, isRight, left, right } from '../core/fp.js'
import type { Config, Profile, ProfileFailure } from '../core/index.js'
import { cancelled } from './failure.js'
import { type MetricSpecs, metricSpecs } from './fn.js'
import { guarded } from './guard.js'
import { Child, type ChildSpec } from './module-child.js'
import type { ProfileContext, Profiler } from './profiler.js'

/** What a module's profiler promises, and how its processes are run. */
export interface ModuleProfilerOptions<M extends string> {
  readonly name: string
  /** The metrics of the module's profiler: it is compared when a process starts. */
  readonly metrics: MetricSpecs<M>
  /** Handed to the export where that is a function; must survive a structured clone. */
  readonly args?: unknown
  /** The export: a profiler, or a function from `args` to one (or to a promise of one). Default `profiler`. */
  readonly export?: string
  /** A new process for every profile, so that what differs between processes shows. Default false. */
  readonly fresh?: boolean
  /** Processes at most, each measuring one configuration at a time; further calls wait. Default: as many as calls at a time. */
  readonly processes?: number
  /** Limit of a process's JavaScript heap (`--max-old-space-size`), in MiB. Default: that of Node.js. */
  readonly memoryMb?: number
  /**
   * Limit of all that a process keeps in memory, itself included (Node.js takes some 50 MB): typed arrays, WebAssembly and native libraries
   * are outside the heap. Looked at every 20 ms. Default: none.
   */
  readonly memoryLimitBytes?: number
  /** Added to the environment of this process. */
  readonly env?: Readonly<Record<string, string>>
  /** Flags of Node.js. Default none: those of this process are not handed on. */
  readonly execArgv?: readonly string[]
  /** An aborted process that has not answered after this time is killed. Default 500. */
  readonly graceMs?: number
}

/**
 * A profiler that lives in processes of its own, named by its module, since a function cannot cross processes. This
 * process never loads the module. Whatever the module does (hang, crash, run out of memory), only its process ends, and
 * another takes its place.
 *
 * A process serves one configuration after the other. It is ended after one that was aborted, ran out of memory, or left timers, sockets or
 * processes running; `fresh` ends it after each.
 *
 * Failures, besides those of the module's profiler: TimedOut (even out of an endless loop), Crashed (exit code or signal,
 * and the end of stderr), OutOfMemory (the heap, `memoryLimitBytes`, or the kernel), RunFailed where the module cannot be loaded or is no such profiler (its cause is a
 * ParetuneError `InvalidProfiler`). Timeouts include the start of a process, and waiting for one. Ctrl-C is left to this
 * process; a process whose parent is gone ends. What the module prints to stdout is dropped.
 *
 * `context.report` in the module cannot wait for its answer: it returns the latest one that has arrived, 'continue' until
 * then, and none arrives while the module does not let its event loop turn.
 *
 * @example
 * const model = moduleProfiler(new URL('./model.js', import.meta.url), { name: 'model', metrics: ['latencyMs'] })
 */
export const moduleProfiler = <C extends Config, const M extends string>(
  url: URL,
  options: ModuleProfilerOptions<M>,
): Profiler<C, M> => {
  const { name, args, fresh = false, processes = Number.POSITIVE_INFINITY, memoryMb, graceMs = 500 } = options
  const { memoryLimitBytes = Number.POSITIVE_INFINITY } = options
  if (!(processes >= 1)) throw new RangeError(`expected at least one process for \`${name}\`, got ${processes}`)
  if (!(memoryLimitBytes > 0))
    throw new RangeError(`expected a memory limit above 0 bytes for \`${name}\`, got ${memoryLimitBytes}`)
  const metrics = metricSpecs(options.metrics)
  const spec: ChildSpec = {
    url: url.href,
    exportName: options.export ?? 'profiler',
    args: structuredClone(args),
    metrics,
    execArgv: [...(memoryMb === undefined ? [] : [`--max-old-space-size=${memoryMb}`]), ...(options.execArgv ?? [])],
    env: options.env ?? {},
    memoryLimitBytes,
    graceMs,
  }
  const children = new Set<Child>()
  const idle: Child[] = []
  const turns = turnsOf(processes)

  /** One that still lives: a module's own timers may have ended it since. */
  const takeIdle = (): Child | undefined => {
    for (let child = idle.pop(); child !== undefined; child = idle.pop()) {
      if (child.isAlive) return child
      children.delete(child)
    }
    return undefined
  }
  const profileIn = async (config: C, context: ProfileContext): Promise<Either<ProfileFailure, Profile>> => {
    const beganMs = performance.now()
    const loaded = takeIdle()
    const child = loaded ?? new Child(spec)
    children.add(child)
    let isFit = false
    try {
      const ready = loaded === undefined ? await child.load(context.signal) : right(child)
      const startMs = performance.now() - beganMs
      if (isLeft(ready)) return ready
      const answer = await child.profile(config, context)
      isFit = child.isClean && !fresh
      return loaded === undefined && isRight(answer) ? right(withStart(answer.right, startMs)) : answer
    } finally {
      if (isFit) idle.push(child)
      else {
        await child.close()
        children.delete(child)
      }
    }
  }
  const profiler: Profiler<C, M> = {
    name,
    metrics,
    isolated: true,
    profile: (config, context) => async () => {
      if (!(await turns.take(context.signal))) return left(cancelled())
      try {
        // That the metrics are there is checked by the guard.
        return (await profileIn(config, context)) as Either<ProfileFailure, Profile<M>>
      } finally {
        turns.pass()
      }
    },
    close: async () => {
      turns.cancel()
      idle.length = 0
      await Promise.all([...children].map(child => child.close()))
      children.clear()
    },
  }
  // The guard waits for the killed process to be gone, so that it does not disturb the next measurement.
  return guarded(profiler, { graceMs: graceMs + 1000 })
}

/** Starting a process is part of what the profile cost. */
const withStart = (profile: Profile, startMs: number): Profile => ({
  ...profile,
  costMs: profile.costMs + startMs,
  phases: { process: startMs, ...profile.phases },
})

/** At most `limit` at a time, the others in the order they came. `take` answers false where the wait was given up. */
const turnsOf = (limit: number) => {
  let taken = 0
  const waiting = new Set<(isTaken: boolean) => void>()
  const pass = (): void => {
    taken--
    const [next] = waiting
    next?.(true)
  }
  const take = (signal: AbortSignal): Promise<boolean> =>
    new Promise(resolve => {
      const settle = (isTaken: boolean): void => {
        waiting.delete(settle)
        signal.removeEventListener('abort', giveUp)
        if (isTaken) taken++
        resolve(isTaken)
      }
      const giveUp = (): void => settle(false)
      if (taken < limit) return settle(true)
      waiting.add(settle)
      signal.addEventListener('abort', giveUp)
    })
  return { take, pass, cancel: () => waiting.forEach(settle => void settle(false)) }
}
