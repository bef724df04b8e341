import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type Measurement, makeRng, simulatedClock } from '#src/core/index.js'
import { ProfileError, timed } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { abortedAfter, contextOf, never } from './context.js'

const limits = { timeMs: 20, warmupMs: 20 }

/** Something to time, that tells what was done to it. */
const traced = (
  parts: { readonly run?: () => unknown; readonly setup?: () => unknown; readonly teardown?: () => unknown } = {},
) => {
  const done: string[] = []
  const profiler = timed({
    name: 'traced',
    limits,
    setup: async () => {
      done.push('setup')
      await parts.setup?.()
      return done
    },
    run: () => parts.run?.(),
    teardown: async () => {
      done.push('teardown')
      await parts.teardown?.()
    },
  })
  return {
    done,
    profile: (signal?: AbortSignal) => profiler.profile({}, contextOf(signal === undefined ? {} : { signal }))(),
  }
}

const thrower = (error: Error) => () => {
  throw error
}

test('set up, verified, timed, torn down: a latency with its spread, a throughput, and metrics of its own', async t => {
  const sum = timed({
    name: 'sum',
    limits,
    setup: (config: { readonly [key: string]: number; readonly length: number }) =>
      new Float64Array(config.length).fill(1),
    run: data => data.reduce((a, b) => a + b, 0),
    verify: (output, data) => output === data.length || `expected ${data.length}, got ${output}`,
    items: data => data.length,
    extra: {
      metrics: { sizeBytes: { unit: 'bytes', better: 'lower' } },
      measure: data => ({ sizeBytes: data.byteLength }),
    },
  })
  const answer = await sum.profile({ length: 100 }, contextOf())()
  if (isLeft(answer)) return t.fail(answer.left.message)
  const { latencyMs, throughput, sizeBytes } = answer.right.metrics
  t.is((latencyMs as Measurement).unit, 'ms')
  t.is(throughput, (100 * 1000) / (latencyMs as Measurement).median)
  t.is(sizeBytes, 800)
  t.deepEqual(Object.keys(answer.right.phases), ['setup', 'warmup', 'sampling', 'teardown'])
  t.deepEqual(
    await checkProfiler(sum, { configs: [{ length: 10 }, { length: 1000 }], invalidConfig: { length: -1 } }),
    [],
  )
})

test('teardown follows success, failure and abort alike', async t => {
  const fine = traced()
  t.is((await fine.profile())._tag, 'Right')
  const failing = traced({ run: thrower(new Error('broke')) })
  t.like(await failing.profile(), { _tag: 'Left', left: { _tag: 'RunFailed', message: 'broke' } })
  const hanging = traced({ run: never })
  t.like(await hanging.profile(abortedAfter(10)), { _tag: 'Left', left: { _tag: 'Cancelled' } })
  for (const { done } of [fine, failing, hanging]) t.deepEqual(done, ['setup', 'teardown'])
})

test('a setup that fails is a failure, with the tag it asks for, and nothing to tear down', async t => {
  const { done, profile } = traced({ setup: thrower(new ProfileError('CompileFailed', 'bad shader')) })
  t.like(await profile(), { _tag: 'Left', left: { _tag: 'CompileFailed', message: 'bad shader' } })
  t.deepEqual(done, ['setup'])
})

test('an abort does not wait for the setup, and what it makes later is torn down', async t => {
  let finish = (): void => {}
  const { done, profile } = traced({ setup: () => new Promise<void>(resolve => (finish = resolve)) })
  t.like(await profile(abortedAfter(10)), { _tag: 'Left', left: { _tag: 'Cancelled' } })
  t.deepEqual(done, ['setup'])
  finish()
  await new Promise(resolve => setImmediate(resolve))
  t.deepEqual(done, ['setup', 'teardown'])
})

test('items and extra metrics are taken while the state is there, and may fail', async t => {
  const freed = { isFreed: false }
  const counting = timed({
    name: 'counting',
    limits,
    setup: () => freed,
    run: () => {},
    teardown: state => {
      state.isFreed = true
    },
    items: state => {
      if (state.isFreed) throw new Error('freed')
      return 1
    },
    extra: { metrics: ['sizeBytes'], measure: () => thrower(new Error('no size'))() },
  })
  t.like(await counting.profile({}, contextOf())(), { left: { _tag: 'RunFailed', message: 'no size' } })
  t.true(freed.isFreed)
})

test('a wrong output and a failing teardown are failures; the first one is told', async t => {
  const wrong = timed({
    name: 'wrong',
    limits,
    setup: () => 4,
    run: n => n + 1,
    verify: (output, n) => output === n || 'off by one',
  })
  t.like(await wrong.profile({}, contextOf())(), { left: { _tag: 'WrongOutput', message: 'off by one' } })
  const stuck = thrower(new Error('stuck'))
  t.like(await traced({ teardown: stuck }).profile(), { left: { _tag: 'RunFailed', message: 'stuck' } })
  t.like(await traced({ teardown: stuck, run: thrower(new Error('broke')) }).profile(), { left: { message: 'broke' } })
})

test('a configuration clearly slower than the best, per item, is sampled no further, and its profile says so', async t => {
  const clock = simulatedClock()
  const rng = makeRng('slower')
  const open = (slowerFactor?: number) => {
    const jobs = timed({
      name: 'jobs',
      limits: { clock, ...(slowerFactor !== undefined && { slowerFactor }) },
      setup: (config: { readonly msPerItem: number; readonly items: number }) => config,
      run: ({ msPerItem, items }) => clock.spend(msPerItem * items * (1 + 0.01 * rng.next())),
      items: ({ items }) => items,
    })
    return async (msPerItem: number, items: number) => {
      const answer = await jobs.profile({ msPerItem, items }, contextOf())()
      if (isLeft(answer)) throw new Error(answer.left.message)
      const { metrics, notes = [] } = answer.right
      return { latency: metrics.latencyMs as Measurement, notes: notes.join('\n') }
    }
  }
  const profile = open(2)
  t.true((await profile(1, 8)).latency.n >= 10)
  t.true((await profile(1.9, 16)).latency.n >= 10, 'more per call, but not per item')
  const slow = await profile(2.1, 16)
  t.is(slow.latency.n, 3)
  t.true(slow.latency.median >= 2.1 * 16)
  t.is(slow.notes, 'stopped early: every sample took over 2 times the best per item')
  t.true((await profile(0.5, 8)).latency.n >= 10)
  t.is((await profile(1.1, 8)).latency.n, 3, 'the best is a better one by now')

  const unlimited = open()
  await unlimited(1, 8)
  t.true((await unlimited(100, 8)).latency.n >= 10)
  t.throws(() => open(1), { instanceOf: RangeError, message: /slowerFactor above 1, got 1/ })
})
