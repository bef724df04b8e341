import { setTimeout as sleep } from 'node:timers/promises'
import { isLeft, left, right } from '#src/core/fp.js'
import { type Profile, profileFailure } from '#src/core/index.js'
import type { ProfileContext, Profiler } from '#src/profilers/index.js'
import type { Instrument, Meter } from '#src/profilers/meters/index.js'
import { contextOf } from '../context.js'

/** A meter that reads how much was done in its window, and keeps a diary. */
export const planted = (parts: Partial<Instrument<'done'>> & { readonly open?: Meter<'done'>['open'] } = {}) => {
  const diary: string[] = []
  const work = { done: 0 }
  const meter: Meter<'done'> = {
    name: 'planted',
    metrics: [{ name: 'done', unit: '' }],
    open: async () => {
      diary.push('open')
      let before = 0
      return right({
        start: pid => {
          diary.push(pid === undefined ? 'start' : `start ${pid}`)
          before = work.done
        },
        stop: ({ runs }) => {
          diary.push('stop')
          return { metrics: { done: (work.done - before) / runs } }
        },
        close: () => void diary.push('close'),
        ...parts,
      })
    },
    ...(parts.open && { open: parts.open }),
  }
  return { meter, diary, work }
}

export type Step = 'start' | 'work' | 'fail' | 'throw' | 'wait' | `stop ${number}` | `start ${number}`

const deeds: Readonly<Record<string, (count: number, work: { done: number }, context: ProfileContext) => unknown>> = {
  start: (count, _work, { window }) => window?.start(Number.isNaN(count) ? undefined : count),
  stop: (count, _work, { window }) => window?.stop(count),
  work: (_count, work) => {
    work.done += 10
  },
  wait: (_count, _work, { signal }) => sleep(200, undefined, { signal }).catch(() => {}),
  throw: () => {
    throw new Error('as told')
  },
}

/** A profiler that does what it is told, step by step; a piece of work is 10. */
export const told = (work: { done: number }, ...steps: readonly Step[]): Profiler => ({
  name: 'told',
  metrics: [{ name: 'steps', unit: '' }],
  profile: (_config, context) => async () => {
    for (const step of steps) {
      const [deed = '', count] = step.split(' ')
      if (deed === 'fail') return left(profileFailure('RunFailed', 'as told'))
      await deeds[deed]?.(Number(count), work, context)
    }
    return right({ metrics: { steps: steps.length }, costMs: 1, phases: {}, machine: 'none' })
  },
})

export const profileOf = async (made: Profiler, context: Partial<ProfileContext> = {}): Promise<Profile> => {
  const answer = await made.profile({}, contextOf(context))()
  if (isLeft(answer)) throw new Error(answer.left.message)
  return answer.right
}
