import { setTimeout as sleep } from 'node:timers/promises'
import type { ExecutionContext } from 'ava'
import { isLeft } from '#src/core/fp.js'
import type { Profile, ProfileFailure } from '#src/core/index.js'
import { type ModuleProfilerOptions, moduleProfiler, type ProfileContext, type Profiler } from '#src/profilers/index.js'
import { contextOf } from '../context.js'
import type { Deed } from './planted.js'

export const PLANTED = new URL('./planted.js', import.meta.url)

interface Planted {
  readonly [key: string]: Deed
  readonly deed: Deed
}

/** A profiler in other processes, closed when the test ends. */
export const planted = (
  t: ExecutionContext,
  options: Partial<ModuleProfilerOptions<'latencyMs' | 'pid'>> = {},
  url = PLANTED,
): Profiler<Planted> => {
  const made = moduleProfiler<Planted, 'latencyMs' | 'pid'>(url, {
    name: 'planted',
    metrics: ['latencyMs', 'pid'],
    processes: 1,
    graceMs: 5000,
    ...options,
  })
  t.teardown(() => made.close?.())
  return made
}

export const profileOf = async (
  made: Profiler<Planted>,
  deed: Deed,
  context: Partial<ProfileContext> = {},
): Promise<Profile> => {
  const answer = await made.profile({ deed }, contextOf(context))()
  if (isLeft(answer)) throw new Error(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

export const failureOf = async (
  made: Profiler<Planted>,
  deed: Deed,
  context: Partial<ProfileContext> = {},
): Promise<ProfileFailure> => {
  const answer = await made.profile({ deed }, contextOf(context))()
  if (isLeft(answer)) return answer.left
  throw new Error(`expected a failure, got ${JSON.stringify(answer.right.metrics)}`)
}

export const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

export const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await sleep(10)
}
