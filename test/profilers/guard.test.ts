import test from 'ava'
import { isLeft, left, right } from '#src/core/fp.js'
import { type MetricValue, type Profile, type ProfileFailure, profileFailure } from '#src/core/index.js'
import { guarded, type ProfileContext, type Profiler, profiler, summarize } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { abortedAfter, contextOf, never } from './context.js'

const profileOf = (metrics: Readonly<Record<string, MetricValue>>): Profile => ({
  metrics,
  costMs: 1,
  phases: {},
  machine: 'test',
})

const metrics = [
  { name: 'latencyMs', unit: 'ms' },
  { name: 'score', unit: '' },
]

/** A profiler that answers in whatever way it is told to. */
const answering = (profile: (context: ProfileContext) => unknown, more: Partial<Profiler> = {}): Profiler =>
  guarded(
    {
      name: 'planted',
      metrics,
      profile: (_config, context) => profile(context) as ReturnType<Profiler['profile']>,
      ...more,
    },
    { graceMs: 20 },
  )

const failureOf = async (planted: Profiler, context: Partial<ProfileContext> = {}): Promise<ProfileFailure> => {
  const answer = await planted.profile({ batch: 4 }, contextOf(context))()
  return isLeft(answer) ? answer.left : profileFailure('RunFailed', `expected a failure, got ${JSON.stringify(answer)}`)
}

test('a good profile passes as it is', async t => {
  const profile = profileOf({ latencyMs: 1, score: -2, extra: 3 })
  t.deepEqual(await answering(() => async () => right(profile)).profile({}, contextOf())(), right(profile))
  const failure = profileFailure('CompileFailed', 'line 1')
  t.like(await failureOf(answering(() => async () => left(failure))), failure)
})

test('what is thrown or rejected is a failure', async t => {
  const thrower = () => {
    throw new Error('thrown')
  }
  t.like(await failureOf(answering(thrower)), { _tag: 'RunFailed', message: 'thrown' })
  t.like(await failureOf(answering(() => thrower)), { _tag: 'RunFailed', message: 'thrown' })
  t.like(await failureOf(answering(() => () => Promise.reject(new Error('rejected')))), {
    _tag: 'RunFailed',
    message: 'rejected',
  })
  const outOfMemory = await failureOf(answering(() => async () => new ArrayBuffer(2 ** 53 - 1)))
  t.is(outOfMemory._tag, 'OutOfMemory')
  t.like(await failureOf(answering(() => async () => new Float64Array(-1))), { _tag: 'RunFailed' })
})

test('an answer that is no Either of failure and profile is a failure', async t => {
  for (const answer of [
    undefined,
    7,
    {},
    right(undefined),
    right({}),
    left(undefined),
    left({ _tag: 'Oops', message: '' }),
  ]) {
    t.like(await failureOf(answering(() => async () => answer)), { _tag: 'RunFailed' })
  }
})

test('a metric that is missing, not finite or impossible is named, with what was expected and what came', async t => {
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ score: 1 }, /^expected a finite number of ms, 0 or more for the metric `latencyMs`, got nothing$/],
    [{ latencyMs: Number.NaN, score: 1 }, /`latencyMs`, got NaN$/],
    [{ latencyMs: -1, score: 1 }, /`latencyMs`, got -1$/],
    [
      { latencyMs: 1, score: Number.POSITIVE_INFINITY },
      /^expected a finite number for the metric `score`, got Infinity$/,
    ],
    [{ latencyMs: '12', score: 1 }, /`latencyMs`, got "12"$/],
    [{ latencyMs: null, score: 1 }, /`latencyMs`, got null$/],
    [{ latencyMs: 1, score: 1, logged: Number.NaN }, /`logged`, got NaN$/],
    [{ latencyMs: summarize([1, -2, 3], 'ms'), score: 1 }, /`latencyMs`, got -2 as its ciLow$/],
    [{ latencyMs: { ...summarize([1], 'ms'), p99: Number.NaN }, score: 1 }, /`latencyMs`, got NaN as its p99$/],
  ]
  for (const [given, message] of cases) {
    const failure = await failureOf(answering(() => async () => right(profileOf(given as Record<string, MetricValue>))))
    t.is(failure._tag, 'InvalidMetric')
    t.regex(failure.message, message)
  }
  const costly = { ...profileOf({ latencyMs: 1, score: 1 }), costMs: -5 }
  t.regex((await failureOf(answering(() => async () => right(costly)))).message, /`costMs`, got -5$/)
})

test('over its time a profiler is aborted and its failure tells the time and the configuration', async t => {
  let reason: unknown
  const hanging = answering(({ signal }) => {
    signal.addEventListener('abort', () => (reason = signal.reason))
    return never
  })
  const failure = await failureOf(hanging, { timeoutMs: 30 })
  t.is(failure._tag, 'TimedOut')
  t.is(failure.message, 'expected a profile within 30 ms, got none for {"batch":4}')
  t.deepEqual(failure.details, { timeoutMs: 30, config: { batch: 4 } })
  t.like(failure, reason as ProfileFailure)
})

test('a failure costs the time that it took, unless it tells a cost of its own', async t => {
  const { costMs = -1 } = await failureOf(
    answering(() => never),
    { timeoutMs: 30 },
  )
  // Node counts timers in whole milliseconds and may fire one up to a millisecond early.
  t.true(costMs >= 30 - 1)
  const recorded = profileFailure('CompileFailed', 'recorded', { costMs: 12_345 })
  t.is((await failureOf(answering(() => async () => left(recorded)))).costMs, 12_345)
  const failing = answering(() => never, { profileSync: () => left(profileFailure('RunFailed', 'broke')) })
  const answer = failing.profileSync?.({}, contextOf())
  t.true(answer?._tag === 'Left' && Number.isFinite(answer.left.costMs))
  const invalid = { ...profileOf({ latencyMs: -1, score: 1 }), costMs: 678 }
  t.is((await failureOf(answering(() => async () => right(invalid)))).costMs, 678)
})

test('an aborted profiler may clean up before the next measurement begins, and its answer counts no more', async t => {
  let cleaned = false
  const cleaning = answering(
    ({ signal }) =>
      () =>
        new Promise(resolve => {
          signal.addEventListener('abort', () =>
            setImmediate(() => {
              cleaned = true
              resolve(right(profileOf({ latencyMs: 1, score: 1 })))
            }),
          )
        }),
  )
  t.is((await failureOf(cleaning, { timeoutMs: 10 }))._tag, 'TimedOut')
  t.true(cleaned)
})

test('a profile that blocked the process past its time counts as none', async t => {
  const blocking = answering(() => async () => {
    const end = performance.now() + 30
    while (performance.now() < end);
    return right(profileOf({ latencyMs: 1, score: 1 }))
  })
  t.is((await failureOf(blocking, { timeoutMs: 10 }))._tag, 'TimedOut')
})

test('an abort from outside is Cancelled, before and during a measurement', async t => {
  let ran = 0
  const hanging = answering(() => {
    ran++
    return never
  })
  t.is((await failureOf(hanging, { signal: AbortSignal.abort() }))._tag, 'Cancelled')
  t.is(ran, 0)
  t.is((await failureOf(hanging, { signal: abortedAfter(10) }))._tag, 'Cancelled')
})

test.serial('a time without limit needs no timer, and none is left behind', async t => {
  const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length
  const before = timers()
  const fine = answering(() => async () => right(profileOf({ latencyMs: timers(), score: 1 })))
  const unlimited = await fine.profile({}, contextOf({ timeoutMs: Number.POSITIVE_INFINITY }))()
  t.is(unlimited._tag === 'Right' && unlimited.right.metrics.latencyMs, before)
  await fine.profile({}, contextOf())()
  await answering(() => never).profile({}, contextOf({ timeoutMs: 5 }))()
  t.is(timers(), before)
})

test('profileSync is guarded too', t => {
  const planted = (profileSync: NonNullable<Profiler['profileSync']>) =>
    answering(() => never, { profileSync }).profileSync?.({}, contextOf())
  const thrown = planted(() => {
    throw new Error('thrown')
  })
  t.like(thrown, { left: { _tag: 'RunFailed', message: 'thrown' } })
  t.like(
    planted(() => right(profileOf({ latencyMs: -1, score: 1 }))),
    { left: { _tag: 'InvalidMetric' } },
  )
  t.like(
    planted(() => right(profileOf({ latencyMs: 1, score: 1 }))),
    { _tag: 'Right' },
  )
})

test('a guarded profiler keeps the contract', async t => {
  const plain = profiler({
    name: 'plain',
    metrics: ['latencyMs'],
    measure: ({ batch }: { readonly [key: string]: number }) => ({ latencyMs: batch ?? 0 }),
  })
  t.deepEqual(await checkProfiler(guarded(plain), { configs: [{ batch: 1 }], invalidConfig: { batch: -1 } }), [])
})
