import type { Clock } from '../../core/index.js'
import { median, medianInterval } from '../../numeric/index.js'
import { cancelled, ProfileError } from '../failure.js'
import { tickMs } from './clock.js'

type Awaitable<T> = T | PromiseLike<T>

/** A sample lasts at least this many ticks of the clock: its two readings are then off by at most about 1%. */
const TICKS_PER_SAMPLE = 100
const MIN_SAMPLE_MS = 0.1
const MAX_BATCH = 1_000_000
/** Steady: the medians of this many successive windows lie within this part of the smallest. */
const WINDOWS = 3
const WINDOW_TOLERANCE = 0.05
const WINDOW_SAMPLES = 5
const WINDOW_MS = 20
/** Samples of one moment agree with each other and not with the next: at least this part of the time is sampled. */
const MIN_TIME_SHARE = 0.1
/** Slow beyond doubt: this many samples, none of them fast, over `WINDOW_MS` at least, since a hiccup of the machine hits several in a row. */
const SLOW_SAMPLES = 3
/** Timers, signals and messages get their turn this often while a plain function is measured. */
const BREATH_MS = 10

/** What the sampling goes by: `MeasureOptions`, the fidelity already worked in. */
export interface Limits {
  readonly timeMs: number
  readonly warmupMs: number
  readonly minSamples: number
  readonly maxSamples: number
  readonly relativeWidth: number
  readonly slowMs: number
  readonly clock: Clock
}

/** Elapsed ms of so many calls. */
export type Sampler = (calls: number) => Awaitable<number>

/** Where outputs go, so that the compiler cannot leave out a call whose result nobody reads. */
const sink: { output: unknown } = { output: undefined }

/** Calls that return no promise, in a bare loop. */
export const plain =
  (run: () => unknown, clock: Clock): Sampler =>
  calls => {
    const beganMs = clock.nowMs()
    for (let i = 0; i < calls; i++) sink.output = run()
    const elapsedMs = clock.nowMs() - beganMs
    sink.output = undefined
    return elapsedMs
  }

// The first function that this loop meets would be compiled into it, and be faster by the time of a call than those that come later.
// With several met before, all are called alike.
for (const met of [() => 0, () => 1, () => 2])
  void plain(met, { nowMs: () => 0, spend: () => {}, date: () => '' })(1000)

/** Calls that return a promise, each awaited before the next. */
export const awaited =
  (run: () => unknown, clock: Clock): Sampler =>
  async calls => {
    const beganMs = clock.nowMs()
    for (let i = 0; i < calls; i++) await run()
    return clock.nowMs() - beganMs
  }

/** The sampler, checked: it ends when aborted, refuses impossible times, and lets the event loop turn now and then. */
export const breathing = (sampler: Sampler, clock: Clock, signal: AbortSignal | undefined) => {
  let lastBreathMs = clock.nowMs()
  return async (calls: number): Promise<number> => {
    if (clock.nowMs() - lastBreathMs >= BREATH_MS) {
      await new Promise(resolve => setImmediate(resolve))
      lastBreathMs = clock.nowMs()
    }
    if (signal?.aborted) throw new ProfileError('Cancelled', cancelled().message)
    const elapsedMs = await sampler(calls)
    if (elapsedMs >= 0 && Number.isFinite(elapsedMs)) return elapsedMs
    throw new ProfileError('InvalidMetric', `expected a time of 0 ms or more, got ${elapsedMs} ms`)
  }
}

/** Finds how many calls a sample needs, and runs until the time per call has stopped changing or the time is up. */
export const warmUp = async (
  next: (calls: number) => Promise<number>,
  { clock, warmupMs, slowMs }: Limits,
  beganMs: number,
  batched: boolean,
): Promise<{ readonly batch: number; readonly steady: boolean }> => {
  const minSampleMs = batched ? Math.max(MIN_SAMPLE_MS, TICKS_PER_SAMPLE * tickMs(clock)) : 0
  let batch = 1
  let longEnough = !batched
  let medians: number[] = []
  let window: number[] = []
  let windowMs = 0
  let isSlow = makeSlowness(slowMs)
  while (!longEnough || clock.nowMs() - beganMs < warmupMs) {
    const elapsedMs = await next(batch)
    longEnough = elapsedMs >= minSampleMs || batch === MAX_BATCH
    if (!longEnough) {
      // The compiler makes calls faster as we go, so the batch may grow again after it once sufficed.
      const needed = Math.ceil((batch * minSampleMs) / elapsedMs)
      batch = Math.min(MAX_BATCH, Math.max(2 * batch, Math.min(10 * batch, needed)))
      medians = []
      window = []
      windowMs = 0
      isSlow = makeSlowness(slowMs)
      continue
    }
    if (isSlow(elapsedMs, batch)) break
    window.push(elapsedMs / batch)
    windowMs += elapsedMs
    if (window.length < WINDOW_SAMPLES || windowMs < WINDOW_MS) continue
    medians = [...medians, median(window)].slice(-WINDOWS)
    window = []
    windowMs = 0
    const smallest = Math.min(...medians)
    if (medians.length === WINDOWS && Math.max(...medians) - smallest <= WINDOW_TOLERANCE * smallest) {
      return { batch, steady: true }
    }
  }
  return { batch, steady: false }
}

/** Milliseconds per call, one number per sample; and whether they ended early, all of them slow. */
export const takeSamples = async (
  next: (calls: number) => Promise<number>,
  batch: number,
  { clock, timeMs, minSamples, maxSamples, relativeWidth, slowMs }: Limits,
): Promise<{ readonly samples: readonly number[]; readonly slow: boolean }> => {
  const beganMs = clock.nowMs()
  const samples: number[] = []
  const isSlow = makeSlowness(slowMs)
  let lookAt = minSamples
  while (samples.length < maxSamples) {
    const elapsedMs = await next(batch)
    samples.push(elapsedMs / batch)
    if (isSlow(elapsedMs, batch)) return { samples, slow: true }
    if (samples.length < minSamples) continue
    if (clock.nowMs() - beganMs >= timeMs) break
    // Looking after every sample would stop at chance agreements: each look waits for a tenth more samples.
    if (samples.length < lookAt || clock.nowMs() - beganMs < MIN_TIME_SHARE * timeMs) continue
    if (isNarrow(samples, relativeWidth)) break
    lookAt = Math.ceil(1.1 * samples.length)
  }
  return { samples, slow: false }
}

/** Told sample by sample: whether there are enough by now, and all of them slow. */
const makeSlowness = (slowMs: number): ((elapsedMs: number, calls: number) => boolean) => {
  let count = 0
  let totalMs = 0
  let allSlow = slowMs < Number.POSITIVE_INFINITY
  return (elapsedMs, calls) => {
    count++
    totalMs += elapsedMs
    allSlow &&= elapsedMs > slowMs * calls
    return allSlow && count >= SLOW_SAMPLES && totalMs >= WINDOW_MS
  }
}

/** The whole 95% interval of the median is at most this part of the median. */
export const isNarrow = (samples: readonly number[], relativeWidth: number): boolean => {
  const { low, high, level } = medianInterval(samples, 0.95)
  return level >= 0.95 && high - low <= relativeWidth * median(samples)
}
