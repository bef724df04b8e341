import test from 'ava'
import { isLeft, right } from '#src/core/fp.js'
import type { Profiler } from '#src/profilers/index.js'
import { type Meter, metered, wallTime } from '#src/profilers/meters/index.js'
import { planted, profileOf, told } from './planted.js'

// Windows at the same time, and what is noted of them: one test after the other.

test.serial('profiles at the same time have instruments of their own, and a note of each other', async t => {
  const { meter, work, diary } = planted()
  const made = metered(told(work, 'start', 'wait', 'stop 1'), [meter])
  const other = metered(told(work, 'start', 'wait', 'stop 1'), [wallTime()])
  const profiles = await Promise.all([profileOf(made), profileOf(made), profileOf(other)])
  t.is(diary.filter(entry => entry === 'open').length, 2)
  for (const { notes } of profiles) t.regex(notes?.[0] ?? '', /^other profiles were metered at the same time/)
  t.is((await profileOf(made)).notes, undefined)
})

test.serial('meters around meters are told the same window, and are nobody else to each other', async t => {
  const [inner, outer] = [planted(), planted()]
  const around: Meter<'around'> = {
    name: 'around',
    metrics: [{ name: 'around', unit: '' }],
    open: async () => {
      const opened = await outer.meter.open()
      if (isLeft(opened)) return opened
      return right({
        ...opened.right,
        stop: async window => ({ metrics: { around: (await opened.right.stop(window)).metrics.done ?? Number.NaN } }),
      })
    },
  }
  const profile = told(inner.work, 'work', 'start 7', 'work', 'stop 2')
  const { metrics, notes } = await profileOf(metered(metered(profile, [inner.meter]), [around]))
  t.is(metrics.done, 5)
  t.is(outer.diary.at(-2), 'start 7')
  t.is(metrics.around, 0)
  t.is(notes, undefined)
})

test.serial('what a profile says besides its metrics stays', async t => {
  const inner: Profiler = {
    ...told({ done: 0 }),
    profile: () => async () =>
      right({
        metrics: { steps: 1 },
        absent: { other: 'not here' },
        costMs: 10,
        phases: { run: 10 },
        machine: 'some',
        notes: ['said'],
      }),
  }
  const { phases, costMs, ...rest } = await profileOf(metered(inner, [planted().meter]))
  t.deepEqual(rest, { metrics: { steps: 1, done: 0 }, absent: { other: 'not here' }, machine: 'some', notes: ['said'] })
  t.is(phases.run, 10)
  t.is(costMs, 10 + (phases.metering ?? Number.NaN))
})
