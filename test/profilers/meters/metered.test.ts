import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import { isLeft, isRight, right } from '#src/core/fp.js'
import { ParetuneError } from '#src/core/index.js'
import { type Profiler, profiler, timed } from '#src/profilers/index.js'
import { cpuTime, gcPauses, logged, type Meter, memoryUse, metered, wallTime } from '#src/profilers/meters/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { abortedAfter, contextOf } from '../context.js'
import { planted, profileOf, type Step, told } from './planted.js'

test('a metered profiler has the metrics of both, those of the meters optional', t => {
  const { meter, work } = planted()
  t.deepEqual(metered(told(work), [meter, wallTime()]).metrics, [
    { name: 'steps', unit: '' },
    { name: 'done', unit: '', optional: true },
    { name: 'wallMs', unit: 'ms', better: 'lower', optional: true },
  ])
})

test('two metrics of one name are refused', t => {
  const { meter, work } = planted()
  const error = t.throws(() => metered(told(work), [meter, meter]), { instanceOf: ParetuneError })
  t.is(error?.code, 'InvalidProfiler')
  t.is(error?.message, 'expected each metric of told and its meters once, got "done" twice')
  t.throws(() => metered(told(work), [logged(['steps'])]))
})

test('a profiler that never opens the window is metered from first to last, as one run', async t => {
  const { meter, work } = planted()
  const { metrics, absent } = await profileOf(metered(told(work, 'work', 'work'), [meter]))
  t.deepEqual(metrics, { steps: 2, done: 20 })
  t.is(absent, undefined)
})

test('one that opens the window is metered within it, per run', async t => {
  const { meter, work } = planted()
  const made = metered(told(work, 'work', 'start', 'work', 'work', 'stop 4', 'work'), [meter])
  t.is((await profileOf(made)).metrics.done, 5)
})

test('of several windows the last full one counts', async t => {
  const { meter, work } = planted()
  const first = ['start', 'work', 'stop 1'] as const
  const readOf = async (...steps: readonly Step[]) =>
    (await profileOf(metered(told(work, ...steps), [meter]))).metrics.done
  t.is(await readOf(...first, 'start', 'work', 'work', 'stop 1'), 20)
  t.is(await readOf(...first, 'start', 'work', 'work'), 10, 'the second one was never closed')
  t.is(await readOf('start', 'work', 'start', 'work', 'stop 1'), 10, 'begun anew')
  t.is(await readOf(...first, 'work', 'stop 1'), 10, 'nothing was open')
})

test('a window that is never closed, and one without runs, have no readings, with the reason', async t => {
  const { meter, work } = planted()
  const reasonOf = async (...steps: readonly Step[]) => {
    const { metrics, absent } = await profileOf(metered(told(work, ...steps), [meter]))
    return metrics.done ?? absent?.done
  }
  t.is(
    await reasonOf('start', 'work'),
    'expected the profiler to end the window of the meters that it began, it did not',
  )
  t.is(await reasonOf('start', 'work', 'stop 0'), 'expected 1 run or more in the window of the meters, got 0')
})

test('the process that the window is about is handed on', async t => {
  const { meter, work, diary } = planted()
  await profileOf(metered(told(work, 'start 123', 'stop 1'), [meter]))
  t.is(diary.filter(entry => entry.startsWith('start')).at(-1), 'start 123')
})

for (const end of ['fail', 'throw'] as const)
  test(`instruments are stopped, and used again, where the profile ends by: ${end}`, async t => {
    const { meter, work, diary } = planted()
    const made = metered(told(work, 'start', end), [meter])
    const ended = () =>
      made
        .profile({}, contextOf())()
        .then(isLeft, () => true)
    t.true(await ended())
    t.is(diary.at(-1), 'stop')
    t.true(await ended())
    t.is(diary.filter(entry => entry === 'open').length, 1)
    await made.close?.()
  })

test('instruments are stopped where the profile is aborted, and whatever the profiler does to the window later is nothing', async t => {
  const { meter, work, diary } = planted()
  let late: Promise<unknown> = Promise.resolve()
  const inner = profiler({
    name: 'slow',
    metrics: ['a'],
    measure: (_config, { window }) => {
      late = sleep(100)
        .then(() => window?.start())
        .then(() => window?.stop(1))
      return late.then(() => ({ a: 1 }))
    },
  })
  const made = metered(inner, [meter])
  const answer = await made.profile({}, contextOf({ signal: abortedAfter(20) }))()
  t.is(isLeft(answer) ? answer.left._tag : 'none', 'Cancelled')
  t.is(diary.at(-1), 'stop')
  const entries = diary.length
  await late
  t.is(diary.length, entries)
  t.is(work.done, 0)
})

test('meters look in between, one look after the other, and not after the window', async t => {
  let looks = 0
  let looking = 0
  let mostAtOnce = 0
  const { meter } = planted({
    poll: async () => {
      mostAtOnce = Math.max(mostAtOnce, ++looking)
      await sleep(20)
      looking--
      looks++
    },
    stop: () => ({ metrics: { done: looking } }),
  })
  const inner = profiler({
    name: 'looked at',
    metrics: ['looks'],
    measure: async () => {
      while (looks < 3 || looking === 0) await sleep(1)
      return { looks }
    },
  })
  const { metrics } = await profileOf(metered(inner, [meter], { pollMs: 1 }))
  t.is(metrics.done, 0, 'a look was under way when it was stopped')
  t.is(mostAtOnce, 1)
  const seen = looks
  await sleep(50)
  t.is(looks, seen)
})

test('a meter whose start takes time begins before the others and ends after them', async t => {
  const diary: string[] = []
  const noted = (name: string, isSlow: boolean): Meter => ({
    name,
    metrics: [{ name, unit: '' }],
    open: async () =>
      right({
        start: () => {
          if (!isSlow) return void diary.push(`${name} starts`)
          return sleep(20).then(() => void diary.push(`${name} starts`))
        },
        stop: () => {
          diary.push(`${name} stops`)
          return { metrics: { [name]: 1 } }
        },
      }),
  })
  const made = metered(told({ done: 0 }), [noted('quick', false), noted('slow', true)])
  await profileOf(made)
  t.deepEqual(diary.slice(-4), ['slow starts', 'quick starts', 'quick stops', 'slow stops'])
})

test('what the code logs is a metric, for any profiler; what it does not is absent', async t => {
  const inner: Profiler = {
    ...told({ done: 0 }),
    profile:
      (_config, { log }) =>
      async () => {
        log('accuracy', 0.5)
        log('accuracy', 0.97)
        return right({ metrics: { steps: 1 }, costMs: 1, phases: {}, machine: 'none' })
      },
  }
  const seen: string[] = []
  const made = metered(inner, [logged({ accuracy: { unit: '', better: 'higher' }, loss: { unit: '' } })])
  const { metrics, absent } = await profileOf(made, { log: (name, value) => seen.push(`${name} ${value}`) })
  t.deepEqual(metrics, { steps: 1, accuracy: 0.97 })
  t.deepEqual(absent, { loss: 'expected the profiled code to log `loss`, it did not' })
  t.deepEqual(seen, ['accuracy 0.5', 'accuracy 0.97'])
})

const summing = timed({
  name: 'sum',
  setup: ({ length }: { readonly length: number }) => {
    if (length < 1) throw new Error('expected a length')
    return new Float64Array(length).fill(1)
  },
  run: data => data.reduce((a, b) => a + b, 0),
  limits: { timeMs: 30, warmupMs: 10 },
})

test('a metered timed profiler keeps the contract', async t => {
  const made = metered(summing, [wallTime(), cpuTime(), memoryUse(), gcPauses()])
  t.deepEqual(
    await checkProfiler(made, { configs: [{ length: 10 }, { length: 1000 }], invalidConfig: { length: 0 } }),
    [],
  )
})

test('so does a metered function, without promises or with', async t => {
  const made = metered(profiler({ name: 'fn', metrics: ['a'], measureSync: () => ({ a: 1 }) }), [cpuTime()])
  t.is(made.profileSync, undefined)
  t.deepEqual(await checkProfiler(made, { configs: [{}] }), [])
})

test('of a timed profiler the sampling counts: wall time per run is that of a call', async t => {
  const calls = timed({
    name: 'wait',
    setup: () => sleep(300),
    run: () => sleep(5),
    limits: { timeMs: 50, warmupMs: 10 },
  })
  const answer = await metered(calls, [wallTime()]).profile({}, contextOf())()
  if (!isRight(answer)) return t.fail(answer.left.message)
  const { wallMs, latencyMs } = answer.right.metrics
  // The window holds the samples and little more: at least the shortest one per run, and no setup.
  if (typeof latencyMs === 'number') return t.fail('expected a measurement')
  return t.true(wallMs !== undefined && Number(wallMs) >= Math.min(...latencyMs.samples) && Number(wallMs) < 300)
})
