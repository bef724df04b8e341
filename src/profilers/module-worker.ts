import { once } from 'node:events'
import { writeSync } from 'node:fs'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { type Either, left } from '../core/fp.js'
import { messageOf, type Profile, type ProfileFailure, profileFailure, show } from '../core/index.js'
import { failureOf } from './failure.js'
import { overLimitText } from './module-ending.js'
import type { FromChild, ToChild } from './module-messages.js'
import type { ProfileContext, Profiler } from './profiler.js'

// The process of a module profiler: loads the module, and measures what it is told to.

const serve = (): void => {
  let profiler: Profiler | undefined
  let controller = new AbortController()
  let answer: 'continue' | 'stop' = 'continue'
  let goOn = (): void => {}

  const profile = async ({ config, context, isMetered }: Extract<ToChild, { _tag: 'profile' }>): Promise<void> => {
    controller = new AbortController()
    answer = 'continue'
    const before = running()
    const answered = await answerOf(profiler, config, {
      ...context,
      signal: controller.signal,
      log: (metric, value) => send({ _tag: 'log', metric, value }),
      report: (step, metrics) => {
        send({ _tag: 'report', step, metrics })
        return answer
      },
      ...(isMetered && {
        window: { start: (pid = process.pid) => metered({ pid }), stop: runs => metered({ pid: process.pid, runs }) },
      }),
    })
    sendAnswer(answered, await leftRunning(before))
  }
  const metered = (told: { readonly pid: number; readonly runs?: number }): Promise<void> =>
    new Promise(resolve => {
      goOn = resolve
      send({ _tag: 'window', ...told })
    })
  const load = async ({ url, exportName, args }: Extract<ToChild, { _tag: 'load' }>): Promise<void> => {
    try {
      profiler = await loadProfiler(url, exportName, args)
      await watching
      send({ _tag: 'ready', metrics: profiler.metrics.map(({ name, unit, better }) => spec(name, unit, better)) })
    } catch (thrown) {
      send({ _tag: 'unusable', message: messageOf(thrown) })
    }
  }
  const close = async (): Promise<void> => {
    try {
      await profiler?.close?.()
    } finally {
      process.disconnect()
    }
  }
  process.on('message', (message: ToChild) => {
    if (message._tag === 'load') void load(message)
    else if (message._tag === 'profile') void profile(message)
    else if (message._tag === 'abort') controller.abort()
    else if (message._tag === 'stop') answer = 'stop'
    else if (message._tag === 'metered') goOn()
    else void close()
  })
  process.once('disconnect', () => process.exit())
  // Ctrl-C reaches every process of the terminal: the one that tunes decides what comes of it.
  process.on('SIGINT', () => {})
  const workerData: Watched = { parent: process.ppid, memoryLimitBytes: Number(process.argv[2]) }
  const watcher = new Worker(new URL(import.meta.url), { execArgv: [], workerData })
  const watching = once(watcher, 'online')
  watcher.unref()
}

const spec = (name: string, unit: string, better: 'lower' | 'higher' | undefined) =>
  better === undefined ? { name, unit } : { name, unit, better }

const loadProfiler = async (url: string, exportName: string, args: unknown): Promise<Profiler> => {
  const exports = (await import(url)) as Readonly<Record<string, unknown>>
  const found = exports[exportName]
  if (found === undefined) {
    throw new Error(
      `expected an export named \`${exportName}\`, got ${Object.keys(exports).join(', ') || 'no exports'}`,
    )
  }
  const made: unknown = typeof found === 'function' ? await (found as (args: unknown) => unknown)(args) : found
  if (isProfiler(made)) return made
  throw new Error(
    `expected the export \`${exportName}\` to be a profiler or a function that makes one, got ${show(made)}`,
  )
}

const isProfiler = (value: unknown): value is Profiler =>
  typeof value === 'object' &&
  value !== null &&
  Array.isArray((value as Partial<Profiler>).metrics) &&
  typeof (value as Partial<Profiler>).profile === 'function'

const answerOf = async (
  profiler: Profiler | undefined,
  config: Parameters<Profiler['profile']>[0],
  context: ProfileContext,
): Promise<Either<ProfileFailure, Profile>> => {
  try {
    if (profiler === undefined) throw new Error('expected a loaded profiler, got none')
    return await profiler.profile(config, context)()
  } catch (thrown) {
    return left(failureOf(thrown))
  }
}

/** Kinds of what keeps running and would disturb the next measurement. Standard streams and requests that end by themselves are none. */
const RUNNING = /^(Timeout|Immediate|TCP|UDP|Process|FSEvent|StatWatcher|Worker)/

const running = (): string[] => process.getActiveResourcesInfo().filter(kind => RUNNING.test(kind))

/** What a measurement left running, given what ran before it; what is about to close gets a moment. */
const leftRunning = async (before: readonly string[]): Promise<string[]> => {
  await turn()
  if (surplus(before).length > 0) await sleep(20)
  return surplus(before)
}

const surplus = (before: readonly string[]): string[] => {
  const known = [...before]
  return running().filter(kind => {
    const at = known.indexOf(kind)
    if (at >= 0) known.splice(at, 1)
    return at < 0
  })
}

const sendAnswer = (answer: Either<ProfileFailure, Profile>, still: readonly string[]): void => {
  try {
    send({ _tag: 'answer', answer, leftRunning: still })
  } catch (thrown) {
    // A cause or a profile with functions in it cannot be sent; the tag and message of a failure always can.
    const failure =
      answer._tag === 'Left'
        ? profileFailure(answer.left._tag, answer.left.message)
        : profileFailure('RunFailed', `expected a profile that can be sent between processes: ${messageOf(thrown)}`)
    send({ _tag: 'answer', answer: left(failure), leftRunning: still })
  }
}

const send = (message: FromChild): void => {
  process.send?.(message)
}

interface Watched {
  readonly parent: number
  readonly memoryLimitBytes: number
}

/** A thread's `process.stderr` goes through the main one, which may be in an endless loop. */
const STDERR = 2
const PARENT_POLL_MS = 1000
const MEMORY_POLL_MS = 20

/** A thread, because a measurement may keep the main one from looking: whether the tuning process was killed, and how much memory there is. */
const watch = ({ parent, memoryLimitBytes }: Watched): void => {
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, 'SIGKILL')
  }, PARENT_POLL_MS)
  if (memoryLimitBytes === Number.POSITIVE_INFINITY) return
  setInterval(() => {
    const residentBytes = process.memoryUsage.rss()
    if (residentBytes <= memoryLimitBytes) return
    try {
      writeSync(STDERR, `${overLimitText(residentBytes, memoryLimitBytes)}\n`)
    } finally {
      process.kill(process.pid, 'SIGKILL')
    }
  }, MEMORY_POLL_MS)
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

if (isMainThread) serve()
else watch(workerData as Watched)
