import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { type Either, left } from '../core/fp.js'
import { messageOf, type Profile, type ProfileFailure, profileFailure, show } from '../core/index.js'
import { failureOf } from './failure.js'
import type { FromChild, ToChild } from './module-messages.js'
import type { ProfileContext, Profiler } from './profiler.js'

// The process of a module profiler: loads the module, and measures what it is told to.

const serve = (): void => {
  let profiler: Profiler | undefined
  let controller = new AbortController()
  let answer: 'continue' | 'stop' = 'continue'

  const profile = async ({ config, context }: Extract<ToChild, { _tag: 'profile' }>): Promise<void> => {
    controller = new AbortController()
    answer = 'continue'
    sendAnswer(
      await answerOf(profiler, config, {
        ...context,
        signal: controller.signal,
        log: (metric, value) => send({ _tag: 'log', metric, value }),
        report: (step, metrics) => {
          send({ _tag: 'report', step, metrics })
          return answer
        },
      }),
    )
  }
  const load = async ({ url, exportName, args }: Extract<ToChild, { _tag: 'load' }>): Promise<void> => {
    try {
      profiler = await loadProfiler(url, exportName, args)
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
    else void close()
  })
  process.once('disconnect', () => process.exit())
  // Ctrl-C reaches every process of the terminal: the one that tunes decides what comes of it.
  process.on('SIGINT', () => {})
  new Worker(new URL(import.meta.url), { execArgv: [], workerData: process.ppid }).unref()
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

const sendAnswer = (answer: Either<ProfileFailure, Profile>): void => {
  try {
    send({ _tag: 'answer', answer })
  } catch (thrown) {
    // A cause or a profile with functions in it cannot be sent; the tag and message of a failure always can.
    const failure =
      answer._tag === 'Left'
        ? profileFailure(answer.left._tag, answer.left.message)
        : profileFailure('RunFailed', `expected a profile that can be sent between processes: ${messageOf(thrown)}`)
    send({ _tag: 'answer', answer: left(failure) })
  }
}

const send = (message: FromChild): void => {
  process.send?.(message)
}

/** A thread, because a measurement may keep the main one from hearing that the tuning process was killed. */
const watch = (parent: number): void => {
  setInterval(() => {
    if (process.ppid !== parent || !isAlive(parent)) process.kill(process.pid, 'SIGKILL')
  }, 1000)
}

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

if (isMainThread) serve()
else watch(workerData as number)
