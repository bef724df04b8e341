import test from 'ava'
import { isLeft, isRight } from '#src/core/fp.js'
import { type Clock, makeRng, type ProfileFailure, simulatedClock } from '#src/core/index.js'
import { type MeasureRequest, measure, ProfileError, type Timing } from '#src/profilers/index.js'
import { abortedAfter, never } from '../context.js'

const timingOf = async <T>(run: () => T, request: MeasureRequest<T>): Promise<Timing<T>> => {
  const answer = await measure(run, request)()
  if (isLeft(answer)) throw new Error(answer.left.message)
  return answer.right
}

const failureOf = async <T>(run: () => T, request: MeasureRequest<T> = {}): Promise<ProfileFailure> => {
  const answer = await measure(run, { timeMs: 20, warmupMs: 0, ...request })()
  if (isRight(answer)) throw new Error('expected a failure, got a timing')
  return answer.left
}

/** A call that takes the given ms, one after another, then the last for ever. */
const taking = (clock: Clock, ...times: number[]): (() => void) => {
  let call = 0
  return () => clock.spend(times[Math.min(call++, times.length - 1)] ?? 0)
}

test('a call slower than the clock is timed alone', async t => {
  const clock = simulatedClock()
  const timing = await timingOf(taking(clock, 4), { clock, timeMs: 100 })
  t.is(timing.batch, 1)
  t.is(timing.measurement.median, 4)
  t.is(timing.firstMs, 4)
  t.true(timing.converged)
})

test('calls faster than the clock are timed in batches long enough for its ticks, per call', async t => {
  const exact = simulatedClock()
  // Shows whole milliseconds only; reading it moves it on, so that its tick can be seen.
  const coarse: Clock = {
    ...exact,
    nowMs: () => {
      exact.spend(0.001)
      return Math.floor(exact.nowMs())
    },
    spend: exact.spend,
  }
  const timing = await timingOf(taking(exact, 0.02), { clock: coarse, timeMs: 5000, warmupMs: 1000 })
  t.true(timing.batch * 0.02 >= 100 - 1)
  t.true(Math.abs(timing.measurement.median - 0.02) <= 0.02 * 0.01)
})

test('warm-up goes on until the times are steady, and is not sampled', async t => {
  const clock = simulatedClock()
  const falling = Array.from({ length: 30 }, (_, i) => 40 - i)
  const timing = await timingOf(taking(clock, ...falling, 10), { clock, warmupMs: 10_000, timeMs: 200 })
  t.true(timing.steady)
  t.is(timing.measurement.median, 10)
  t.is(timing.measurement.outliers, 0)
  t.is(timing.firstMs, 40)
})

test('warm-up ends when its time is up, and says that it was not steady', async t => {
  const clock = simulatedClock()
  let callMs = 100
  const slowing = (): void => {
    callMs *= 1.1
    clock.spend(callMs)
  }
  const timing = await timingOf(slowing, { clock, warmupMs: 500, timeMs: 100 })
  t.false(timing.steady)
  // The call that was running when the time was up is the last of the warm-up.
  t.true(timing.phases.warmupMs >= 500 && timing.phases.warmupMs < 500 + 100 * 1.1 ** 6)
})

test('sampling ends once the interval of the median is narrow, after a tenth of its time', async t => {
  const clock = simulatedClock()
  const byCount = await timingOf(taking(clock, 50), { clock, timeMs: 5000, minSamples: 12 })
  t.is(byCount.measurement.n, 12)
  t.true(byCount.converged)
  const byTime = await timingOf(taking(clock, 5), { clock, timeMs: 5000, minSamples: 12 })
  t.is(byTime.measurement.n, 500 / 5)
})

test('noise is sampled until the interval is narrow', async t => {
  const clock = simulatedClock()
  const rng = makeRng('noise')
  const run = (): void => clock.spend(10 * Math.exp(rng.normal(0, 0.3)))
  const timing = await timingOf(run, { clock, timeMs: 20_000, maxSamples: 5000 })
  const { n, median, ciLow, ciHigh } = timing.measurement
  t.true(timing.converged && n > 200, 'more than a tenth of the time needed')
  t.true((ciHigh - ciLow) / median <= 0.05)
})

test('the interval covers the true median about as often as it says, although it also decides when to stop', async t => {
  const clock = simulatedClock()
  const rng = makeRng('coverage')
  const run = (): void => clock.spend(10 * Math.exp(rng.normal(0, 0.1)))
  const runs = 300
  let covered = 0
  for (let i = 0; i < runs; i++) {
    const { ciLow, ciHigh } = (await timingOf(run, { clock, warmupMs: 0, timeMs: 10_000 })).measurement
    if (ciLow <= 10 && 10 <= ciHigh) covered++
  }
  // Stopping at a chance agreement costs a point or two (see docs/measuring.md); five standard errors more are a defect.
  t.true(covered / runs > 0.93 - 5 * Math.sqrt((0.95 * 0.05) / runs))
  t.true(covered < runs)
})

test('sampling ends when the time is up or the samples are many enough, and says that the interval is wide', async t => {
  const clock = simulatedClock()
  const rng = makeRng('wide')
  const run = (): void => clock.spend(1 + 9 * rng.next())
  const byTime = await timingOf(run, { clock, timeMs: 100, warmupMs: 0 })
  t.false(byTime.converged)
  t.true(byTime.phases.samplingMs >= 100 && byTime.phases.samplingMs < 110)
  const byCount = await timingOf(run, { clock, timeMs: 1e9, maxSamples: 20, warmupMs: 0 })
  t.false(byCount.converged)
  t.is(byCount.measurement.n, 20)
})

test('a fidelity shortens the sampling', async t => {
  const clock = simulatedClock()
  const rng = makeRng('fidelity')
  const run = (): void => clock.spend(1 + 9 * rng.next())
  const { phases } = await timingOf(run, { clock, timeMs: 1000, fidelity: 0.1, warmupMs: 0 })
  t.true(phases.samplingMs >= 100 && phases.samplingMs < 110)
  t.throws(() => measure(run, { fidelity: 0 }), { instanceOf: RangeError, message: /\(0, 1\], got 0/ })
})

test('outliers are counted and kept', async t => {
  const clock = simulatedClock()
  const rng = makeRng('outliers')
  let call = 0
  const run = (): void => clock.spend(call++ % 20 === 7 ? 500 : 10 + rng.next())
  const { measurement } = await timingOf(run, { clock, timeMs: 1e9, warmupMs: 0, minSamples: 100, maxSamples: 100 })
  t.is(measurement.outliers, 5)
  t.is(Math.max(...measurement.samples), 500)
  t.is(measurement.n, 100)
})

test('a promise is awaited call by call, a plain function is not', async t => {
  let [running, most] = [0, 0]
  const run = async (): Promise<string> => {
    most = Math.max(most, ++running)
    await new Promise(resolve => setImmediate(resolve))
    running--
    return 'done'
  }
  const timing = await timingOf(run, { timeMs: 10, warmupMs: 0 })
  t.is(timing.output, 'done')
  t.is(most, 1)
})

test("a device's own times are taken as they come", async t => {
  let ran = 0
  const sample = (): Promise<number> => Promise.resolve(0.25)
  const timing = await timingOf(() => ++ran, { sample, timeMs: 50, warmupMs: 50 })
  t.is(ran, 1)
  t.is(timing.batch, 1)
  t.is(timing.measurement.median, 0.25)
})

test('a time that cannot be is refused, whoever told it', async t => {
  for (const sample of [() => Number.NaN, () => -1, async () => Number.POSITIVE_INFINITY]) {
    const failure = await failureOf(() => {}, { sample })
    t.is(failure._tag, 'InvalidMetric')
    t.regex(failure.message, /expected a time of 0 ms or more, got (NaN|-1|Infinity)/)
  }
  let now = 0
  const backwards: Clock = { ...simulatedClock(), nowMs: () => now-- }
  t.is((await failureOf(() => {}, { clock: backwards }))._tag, 'InvalidMetric')
})

test('a throw at any call is a failure with its message', async t => {
  let calls = 0
  const late = (): void => {
    if (++calls === 4) throw new Error('the fourth call broke')
  }
  t.like(await failureOf(late), { _tag: 'RunFailed', message: 'the fourth call broke' })
  t.like(await failureOf(() => Promise.reject(new Error('no device'))), { _tag: 'RunFailed', message: 'no device' })
  t.like(await failureOf(() => new ArrayBuffer(2 ** 53 - 1)), { _tag: 'OutOfMemory' })
})

test('user code names its own failure', async t => {
  const run = (): never => {
    throw new ProfileError('CompileFailed', 'line 3: unknown type', { details: { line: 3 } })
  }
  t.like(await failureOf(run), { _tag: 'CompileFailed', message: 'line 3: unknown type', details: { line: 3 } })
})

test('the first output is verified', async t => {
  const verify = async (output: number): Promise<true | string> => output === 4 || `expected 4, got ${output}`
  t.is((await timingOf(() => 4, { verify, timeMs: 1, warmupMs: 0 })).output, 4)
  t.like(await failureOf(async () => 5, { verify }), { _tag: 'WrongOutput', message: 'expected 4, got 5' })
  const broken = (): true => {
    throw new Error('no reference')
  }
  t.like(await failureOf(() => 4, { verify: broken }), { _tag: 'WrongOutput' })
})

test('an abort ends a measurement at once: before it, in a plain loop, and in a call that never ends', async t => {
  let calls = 0
  t.is((await failureOf(() => ++calls, { signal: AbortSignal.abort() }))._tag, 'Cancelled')
  t.is(calls, 0)
  const endless = { timeMs: 1e9, maxSamples: 1e9, relativeWidth: -1 }
  t.is((await failureOf(() => ++calls, { ...endless, signal: abortedAfter(30) }))._tag, 'Cancelled')
  const callsThen = calls
  await new Promise(resolve => setTimeout(resolve, 30))
  t.is(calls, callsThen, 'nothing runs on')
  t.is((await failureOf(never, { signal: abortedAfter(30) }))._tag, 'Cancelled')
})

test('the wall clock and a real function give times above zero', async t => {
  const data = new Float64Array(1000).fill(1)
  const { measurement } = await timingOf(() => data.reduce((sum, x) => sum + x, 0), { timeMs: 50, warmupMs: 50 })
  t.true(measurement.samples.every(sample => sample > 0))
})

test('what is slow beyond doubt is warmed up and sampled no further', async t => {
  const clock = simulatedClock()
  const rng = makeRng('slow')
  const run = (): void => clock.spend(10 + rng.next())
  const slow = await timingOf(run, { clock, slowMs: 9 })
  t.true(slow.slow)
  t.is(slow.measurement.n, 3)
  // The first call, and three more that show it.
  t.true(slow.phases.warmupMs < 4 * 11)
  const fast = await timingOf(run, { clock, slowMs: 10.5 })
  t.false(fast.slow)
  t.true(fast.measurement.n > 3)
})

test('a call is not slow for a cold start, nor for a hiccup that hits several short samples', async t => {
  const clock = simulatedClock()
  const warming = await timingOf(taking(clock, 50, 40, 30, 5), { clock, slowMs: 20, timeMs: 500 })
  t.false(warming.slow)
  t.is(warming.measurement.median, 5)
  const hiccup = await timingOf(taking(clock, 1, 5, 5, 5, 1), { clock, slowMs: 2, warmupMs: 0 })
  t.false(hiccup.slow)
  t.is(hiccup.measurement.median, 1)
})
