import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { type Measurement, makeRng, ParetuneError, statisticOf } from '#src/core/index.js'
import { type AnchoredOptions, anchored, ProfileError, profiler, summarize } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { abortedAfter, contextOf, never } from './context.js'

type Metric = 'latencyMs' | 'throughput' | 'sizeBytes'

/** A profiler on a machine that slows down by a part of its first speed with each profile; `work` 0 fails. */
const drifting = (slowdown: number, noise = 0.01) => {
  const rng = makeRng(`drift/${slowdown}`)
  const seen: number[] = []
  const inner = profiler<{ work: number }, Metric>({
    name: 'drifting',
    metrics: {
      latencyMs: { unit: 'ms', better: 'lower' },
      throughput: { unit: 'items/s', better: 'higher' },
      sizeBytes: { unit: 'bytes' },
    },
    measure: ({ work }) => {
      if (work === 0) throw new ProfileError('CompileFailed', 'nothing to do')
      const slow = 1 + slowdown * seen.length
      seen.push(work)
      const samples = Array.from({ length: 20 }, () => work * slow * Math.exp(noise * rng.normal()))
      const latencyMs = summarize(samples, 'ms')
      return { latencyMs, throughput: 1000 / latencyMs.median, sizeBytes: 64 }
    },
  })
  const wrap = (more: Partial<AnchoredOptions<{ work: number }, Metric>> = {}) =>
    anchored(inner, { anchor: { work: 1 }, every: 3, ...more })
  return { seen, inner, wrap }
}

const profileOf = async (made: ReturnType<ReturnType<typeof drifting>['wrap']>, work: number) => {
  const answer = await made.profile({ work }, contextOf())()
  if (isLeft(answer)) throw new Error(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)

test('the anchor is measured before profile 0, 3, 6, ..., and its time is in the cost of that profile', async t => {
  const { seen, wrap } = drifting(0)
  const made = wrap()
  const phases: string[][] = []
  for (const i of range(7)) {
    const profile = await profileOf(made, 10 + i)
    phases.push(Object.keys(profile.phases))
    t.true(profile.costMs >= Object.values(profile.phases).reduce((sum, ms) => sum + ms, 0))
  }
  t.deepEqual(seen, [1, 10, 11, 12, 1, 13, 14, 15, 1, 16])
  t.deepEqual(
    phases.map(names => names.includes('anchor')),
    [true, false, false, true, false, false, true],
  )
})

test('on a machine that slows down, latencies rise with the drift, and normalised ones stay as they are', async t => {
  const raw = drifting(0.02).wrap()
  const normalized = drifting(0.02).wrap({ normalize: ['latencyMs', 'throughput'] })
  const [first, ...others] = range(30)
  t.is(first, 0)
  const begin = [await profileOf(raw, 5), await profileOf(normalized, 5)] as const
  for (const _ of others) await Promise.all([profileOf(raw, 5), profileOf(normalized, 5)])
  const end = [await profileOf(raw, 5), await profileOf(normalized, 5)] as const
  const latency = (profile: (typeof begin)[0]): number => statisticOf(profile.metrics.latencyMs)
  // The first was measured after 1 other, the last after 40 (30 profiles, 10 anchors): 1.8 / 1.02, and 1.78 / 1 for the anchors.
  t.true(Math.abs(latency(end[0]) / latency(begin[0]) - 1.8 / 1.02) < 0.05)
  t.true(Math.abs(Number(end[0].metrics.drift) - 1.78) < 0.1)
  t.true(Math.abs(latency(end[1]) / latency(begin[1]) - 1) < 0.1, 'what is left is the drift since the last anchor')
  t.true(Math.abs(Number(end[1].metrics.throughput) / Number(begin[1].metrics.throughput) - 1) < 0.1)
})

test('a measurement is normalised with all of its figures, other metrics are left alone, and a note says so', async t => {
  const { wrap, inner } = drifting(0, 0.1)
  const plain = await inner.profile({ work: 4 }, contextOf())()
  if (isLeft(plain)) return t.fail(plain.left.message)
  const { metrics, notes = [] } = await profileOf(wrap({ normalize: ['latencyMs'], reference: 0.5 }), 4)
  const latency = metrics.latencyMs as Measurement
  const drift = Number(metrics.drift)
  t.true(Math.abs(drift - 2) < 0.2)
  const again = summarize([...latency.samples], 'ms')
  for (const figure of ['n', 'unit', 'outliers'] as const) t.is(again[figure], latency[figure])
  for (const figure of ['median', 'mean', 'p90', 'p99', 'mad', 'std', 'ciLow', 'ciHigh'] as const)
    t.true(Math.abs(again[figure] / latency[figure] - 1) < 1e-9, figure)
  t.true(Math.abs(latency.median - 4 / drift) < 0.5)
  t.is(metrics.sizeBytes, 64)
  t.regex(notes.join('\n'), /given as without the drift: latencyMs/)
})

test('a note says where the drift counts from, and when the intervals are apart: rarely by chance, surely after a drift', async t => {
  const verdicts = async (slowdown: number): Promise<number> => {
    const made = drifting(slowdown).wrap({ every: 1 })
    t.regex(
      ((await profileOf(made, 1)).notes ?? []).join('\n'),
      /^the drift counts from the anchor's latencyMs of \S+ ms$/,
    )
    let apart = 0
    for (const _ of range(100)) {
      const { notes = [] } = await profileOf(made, 1)
      if (notes.length > 0) apart++
      for (const note of notes)
        t.regex(
          note,
          /^drift \S+: the anchor's latencyMs went from \S+ ms to \S+ ms, and their 95% intervals are apart$/,
        )
    }
    return apart
  }
  // Two intervals of 95% of the same median are apart in about 1 of 200 pairs; the first one is in all of these.
  t.true((await verdicts(0)) <= 10)
  t.true((await verdicts(0.01)) >= 90)
})

test('a reference of an earlier process goes on: drift counts from there', async t => {
  const { metrics, notes = [] } = await profileOf(drifting(0).wrap({ reference: 0.8 }), 1)
  t.true(Math.abs(Number(metrics.drift) - 1.25) < 0.02)
  t.regex(notes.join(), /went from 0\.800000 ms to/)
})

test('profiles at the same time share one anchor', async t => {
  const { seen, wrap } = drifting(0)
  const made = wrap()
  await Promise.all(range(3).map(() => profileOf(made, 2)))
  t.deepEqual(seen, [1, 2, 2, 2])
})

test('an anchor that fails at first ends a study; one that fails later leaves the drift of before and a note', async t => {
  const answer = await drifting(0)
    .wrap({ anchor: { work: 0 } })
    .profile({ work: 1 }, contextOf())()
  if (!isLeft(answer)) return t.fail()
  t.true(answer.left.cause instanceof ParetuneError && answer.left.cause.code === 'InvalidProfiler')
  t.regex(answer.left.message, /the anchor \{"work":0\} to be measured, got CompileFailed: nothing to do/)

  let calls = 0
  const failing = anchored(
    profiler({
      name: 'failing',
      metrics: ['latencyMs'],
      measure: (_: { work: number }) => {
        if (++calls === 3) throw new Error('lost the device')
        return { latencyMs: 2 }
      },
    }),
    { anchor: { work: 1 }, every: 1 },
  )
  await failing.profile({ work: 1 }, contextOf())()
  const later = await failing.profile({ work: 1 }, contextOf())()
  if (isLeft(later)) return t.fail(later.left.message)
  t.is(later.right.metrics.drift, 1)
  return t.regex((later.right.notes ?? []).join('\n'), /could not be measured again: RunFailed: lost the device/)
})

test('an anchor that was aborted is measured before the next profile', async t => {
  const { seen, wrap } = drifting(0)
  const made = wrap()
  t.like(await made.profile({ work: 2 }, contextOf({ signal: AbortSignal.abort() }))(), { left: { _tag: 'Cancelled' } })
  await profileOf(made, 2)
  t.deepEqual(seen, [1, 2])
  const hanging = anchored(profiler({ name: 'hanging', metrics: ['latencyMs'], measure: never }), { anchor: {} })
  t.like(await hanging.profile({}, contextOf({ signal: abortedAfter(10) }))(), { left: { _tag: 'Cancelled' } })
})

test('an anchored profiler keeps the contract', async t => {
  const made = drifting(0.01).wrap({ every: 1, normalize: ['latencyMs'] })
  t.deepEqual(await checkProfiler(made, { configs: [{ work: 1 }, { work: 2 }], invalidConfig: { work: 0 } }), [])
})

test('metrics that are not there, a second drift and an interval of none are refused', t => {
  const { wrap } = drifting(0)
  const expected = { instanceOf: ParetuneError, code: 'InvalidProfiler' }
  t.throws(() => wrap({ metric: 'energyJ' as Metric }), {
    ...expected,
    message: /latencyMs, throughput, sizeBytes\), got "energyJ"/,
  })
  t.throws(() => wrap({ normalize: ['energyJ' as Metric] }), expected)
  t.throws(() => anchored(wrap(), { anchor: { work: 1 } }), { ...expected, message: /no metric `drift` of its own/ })
  t.throws(() => wrap({ every: 0 }), { instanceOf: RangeError, message: /at least 1, got 0/ })
})
