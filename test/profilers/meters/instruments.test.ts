import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { left } from '#src/core/fp.js'
import { metered, wallTime } from '#src/profilers/meters/index.js'
import { abortedAfter, contextOf } from '../context.js'
import { planted, profileOf, told } from './planted.js'

// How instruments are opened and closed, and what comes of one that fails.

test('meters are opened once for profiles in turn, and closed with the profiler, which may be used again', async t => {
  const { meter, work, diary } = planted()
  const made = metered(told(work), [meter])
  const count = (entry: string) => diary.filter(each => each === entry).length
  await profileOf(made)
  await profileOf(made)
  t.is(count('open'), 1)
  await made.close?.()
  await made.close?.()
  t.is(count('close'), 1)
  await profileOf(made)
  t.is(count('open'), 2)
  await made.close?.()
  t.is(count('close'), 2)
})

test('what was in use when all was closed is closed after its use', async t => {
  const { meter, work, diary } = planted()
  const made = metered(told(work, 'wait'), [meter])
  const running = made.profile({}, contextOf({ signal: abortedAfter(50) }))()
  await sleep(20)
  await made.close?.()
  t.false(diary.includes('close'))
  await running
  t.is(diary.at(-1), 'close')
})

const failures: Readonly<Record<string, Parameters<typeof planted>[0]>> = {
  'cannot be opened': { open: async () => left('as planted') },
  'throws when it is opened': { open: () => Promise.reject(new Error('as planted')) },
  'throws at the start': {
    start: () => {
      throw new Error('as planted')
    },
  },
  'rejects at the start': { start: () => Promise.reject(new Error('as planted')) },
  'throws in between': {
    poll: () => {
      throw new Error('as planted')
    },
  },
  'rejects in between': { poll: () => Promise.reject(new Error('as planted')) },
  'throws at the stop': {
    stop: () => {
      throw new Error('as planted')
    },
  },
  'rejects at the stop': { stop: () => Promise.reject(new Error('as planted')) },
  'reads nothing, with a reason': { stop: () => ({ metrics: {}, absent: { done: 'as planted' } }) },
}
for (const [what, parts] of Object.entries(failures))
  test(`the metrics of a meter that ${what} are absent, with the reason, and those of others are there`, async t => {
    const { meter, work } = planted(parts)
    const made = metered(told(work, 'start', 'wait', 'stop 1'), [meter, wallTime()], { pollMs: 5 })
    const { metrics, absent } = await profileOf(made)
    t.deepEqual(Object.keys(metrics), ['steps', 'wallMs'])
    t.deepEqual(absent, { done: 'as planted' })
    await t.notThrowsAsync(async () => made.close?.())
  })

for (const value of [Number.NaN, -1, Number.POSITIVE_INFINITY, undefined])
  test(`a reading of ${value} is none`, async t => {
    const { meter, work } = planted({ stop: () => ({ metrics: value === undefined ? {} : { done: value } }) })
    const { metrics, absent } = await profileOf(metered(told(work), [meter]))
    t.deepEqual(metrics, { steps: 0 })
    t.is(absent?.done, `expected planted to read a finite number, 0 or more, got ${value}`)
  })

test('a meter that failed once is tried again with the next profile', async t => {
  let windows = 0
  const { meter, work } = planted({
    stop: () => {
      if (windows++ === 0) throw new Error('as planted')
      return { metrics: { done: 1 } }
    },
  })
  const made = metered(told(work), [meter])
  t.is((await profileOf(made)).metrics.done, undefined)
  t.is((await profileOf(made)).metrics.done, 1)
})
