import { type Either, left, right, type TaskEither } from '../../core/fp.js'
import {
  type Clock,
  type Measurement,
  messageOf,
  type ProfileFailure,
  profileFailure,
  wallClock,
} from '../../core/index.js'
import { median, medianInterval } from '../../numeric/index.js'
import { cancelled, ProfileError, unlessAborted } from '../failure.js'
import { tickMs } from './clock.js'
import { summarize } from './summarize.js'

type Awaitable<T> = T | PromiseLike<T>

/** How long and how closely to measure. The defaults and their reasons are in docs/measuring.md. */
export interface MeasureOptions {
  /** Sampling ends after this time at the latest, once there are `minSamples`. Default 1000. */
  readonly timeMs: number
  /** Warm-up ends after this time at the latest, the first call included. Default 500; 0 measures cold. */
  readonly warmupMs: number
  /** Default 10. */
  readonly minSamples: number
  /** Default 1000. */
  readonly maxSamples: number
  /**
   * Sampling ends when the whole 95% interval of the median is at most this part of the median, once a tenth of `timeMs`
   * has been sampled. Default 0.05.
   */
  readonly relativeWidth: number
  /** In (0, 1], default 1: part of `timeMs` and `minSamples` to spend. */
  readonly fidelity: number
  /** Default: the wall's. */
  readonly clock: Clock
}

/** What a measurement may be given besides its limits. `T` is what a call returns. */
export interface MeasureRequest<T> extends Partial<MeasureOptions> {
  /** Ends the measurement at once, as Cancelled. A call in flight is left to itself. */
  readonly signal?: AbortSignal
  /** Runs once and tells the ms that the device itself counted; taken in place of timed calls of `run`. */
  readonly sample?: () => Awaitable<number>
  /** Looks at the output of the first call: true, or what is wrong with it. */
  readonly verify?: (output: Awaited<T>) => Awaitable<true | string>
}

/** A latency, and how it was found. */
export interface Timing<T = unknown> {
  /** Milliseconds per call. */
  readonly measurement: Measurement
  /** Calls per sample: more than 1 where one call is faster than the clock can see. */
  readonly batch: number
  /** The warm-up ended because successive windows agreed, not because its time was up. */
  readonly steady: boolean
  /** The 95% interval of the median is as narrow as asked for. */
  readonly converged: boolean
  /** The first call, cold: compilation and first allocations included. */
  readonly firstMs: number
  /** `warmupMs` includes the first call. */
  readonly phases: { readonly warmupMs: number; readonly samplingMs: number }
  /** What the first call returned. */
  readonly output: Awaited<T>
}

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
/** Timers, signals and messages get their turn this often while a plain function is measured. */
const BREATH_MS = 10

const wall = wallClock()

/**
 * Measures the latency of one call: first call (verified), warm-up until steady, then samples of as many calls as the
 * clock needs, until the 95% interval of the median is narrow enough or the time is up. A `run` that returns a promise is
 * awaited call by call, a plain one runs in a bare loop; which it is shows at the first call.
 *
 * Failures: RunFailed or OutOfMemory (it threw), WrongOutput, InvalidMetric (a time that is negative or no number), Cancelled.
 * Throws a RangeError for a fidelity out of (0, 1].
 *
 * @example
 * const timing = await measure(() => multiply(a, b), { timeMs: 200 })()
 * if (isRight(timing)) console.log(timing.right.measurement.median)
 */
export const measure = <T>(run: () => T, request: MeasureRequest<T> = {}): TaskEither<ProfileFailure, Timing<T>> => {
  const { timeMs = 1000, warmupMs = 500, minSamples = 10, maxSamples = 1000 } = request
  const { relativeWidth = 0.05, fidelity = 1, clock = wall } = request
  if (!(fidelity > 0 && fidelity <= 1)) throw new RangeError(`expected a fidelity in (0, 1], got ${fidelity}`)
  const options = {
    timeMs: timeMs * fidelity,
    warmupMs,
    minSamples: Math.max(1, Math.ceil(minSamples * fidelity)),
    maxSamples,
    relativeWidth,
    fidelity,
    clock,
  }
  return () => unlessAborted(request.signal, () => session(run, request, options))
}

const session = async <T>(
  run: () => T,
  request: MeasureRequest<T>,
  options: MeasureOptions,
): Promise<Either<ProfileFailure, Timing<T>>> => {
  const { clock } = options
  const beganMs = clock.nowMs()
  const produced = run()
  const output = isPromise(produced) ? await produced : (produced as Awaited<T>)
  const firstMs = clock.nowMs() - beganMs
  const wrong = await complaint(output, request.verify)
  if (wrong !== undefined) return left(wrong)

  const device = request.sample
  const sampler =
    device === undefined ? (isPromise(produced) ? awaited(run, clock) : plain(run, clock)) : () => device()
  const next = breathing(sampler, clock, request.signal)
  const warm = await warmUp(next, options, beganMs, device === undefined)
  const warmMs = clock.nowMs()
  const samples = await takeSamples(next, warm.batch, options)
  const measurement = summarize(samples, 'ms')
  return right({
    measurement,
    batch: warm.batch,
    steady: warm.steady,
    converged: isNarrow(samples, options.relativeWidth),
    firstMs,
    phases: { warmupMs: warmMs - beganMs, samplingMs: clock.nowMs() - warmMs },
    output,
  })
}

const complaint = async <T>(
  output: Awaited<T>,
  verify: MeasureRequest<T>['verify'],
): Promise<ProfileFailure | undefined> => {
  if (verify === undefined) return undefined
  try {
    const verdict = await verify(output)
    return verdict === true ? undefined : profileFailure('WrongOutput', verdict)
  } catch (thrown) {
    return profileFailure('WrongOutput', `the output could not be verified: ${messageOf(thrown)}`, { cause: thrown })
  }
}

/** Elapsed ms of so many calls. */
type Sampler = (calls: number) => Awaitable<number>

/** Where outputs go, so that the compiler cannot leave out a call whose result nobody reads. */
const sink: { output: unknown } = { output: undefined }

const plain =
  (run: () => unknown, clock: Clock): Sampler =>
  calls => {
    const beganMs = clock.nowMs()
    for (let i = 0; i < calls; i++) sink.output = run()
    const elapsedMs = clock.nowMs() - beganMs
    sink.output = undefined
    return elapsedMs
  }

const awaited =
  (run: () => unknown, clock: Clock): Sampler =>
  async calls => {
    const beganMs = clock.nowMs()
    for (let i = 0; i < calls; i++) await run()
    return clock.nowMs() - beganMs
  }

/** The sampler, checked: it ends when aborted, refuses impossible times, and lets the event loop turn now and then. */
const breathing = (sampler: Sampler, clock: Clock, signal: AbortSignal | undefined) => {
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
const warmUp = async (
  next: (calls: number) => Promise<number>,
  { clock, warmupMs }: MeasureOptions,
  beganMs: number,
  batched: boolean,
): Promise<{ readonly batch: number; readonly steady: boolean }> => {
  const minSampleMs = batched ? Math.max(MIN_SAMPLE_MS, TICKS_PER_SAMPLE * tickMs(clock)) : 0
  let batch = 1
  let longEnough = !batched
  let medians: number[] = []
  let window: number[] = []
  let windowMs = 0
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
      continue
    }
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

/** Milliseconds per call, one number per sample. */
const takeSamples = async (
  next: (calls: number) => Promise<number>,
  batch: number,
  { clock, timeMs, minSamples, maxSamples, relativeWidth }: MeasureOptions,
): Promise<number[]> => {
  const beganMs = clock.nowMs()
  const samples: number[] = []
  let lookAt = minSamples
  while (samples.length < maxSamples) {
    samples.push((await next(batch)) / batch)
    if (samples.length < minSamples) continue
    if (clock.nowMs() - beganMs >= timeMs) break
    // Looking after every sample would stop at chance agreements: each look waits for a tenth more samples.
    if (samples.length < lookAt || clock.nowMs() - beganMs < MIN_TIME_SHARE * timeMs) continue
    if (isNarrow(samples, relativeWidth)) break
    lookAt = Math.ceil(1.1 * samples.length)
  }
  return samples
}

const isNarrow = (samples: readonly number[], relativeWidth: number): boolean => {
  const { low, high, level } = medianInterval(samples, 0.95)
  return level >= 0.95 && high - low <= relativeWidth * median(samples)
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
