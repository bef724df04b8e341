import { type Either, left, right, type TaskEither } from '../../core/fp.js'
import {
  type Clock,
  type Measurement,
  messageOf,
  type ProfileFailure,
  profileFailure,
  wallClock,
} from '../../core/index.js'
import { ProfileError, unlessAborted } from '../failure.js'
import type { MeterWindow } from '../profiler.js'
import { awaited, breathing, isNarrow, type Limits, plain, takeSamples, warmUp } from './sampling.js'
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
  /**
   * Warm-up and sampling end early once 3 samples, and 20 ms of them, all took longer than this per call: what they show is clearly
   * too slow to matter. Default: none is.
   */
  readonly slowMs: number
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
  /** Meters that read while it is sampled. */
  readonly window?: MeterWindow
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
  /** Sampling ended early, every sample over `slowMs`. */
  readonly slow: boolean
  /** The first call, cold: compilation and first allocations included. */
  readonly firstMs: number
  /** `warmupMs` includes the first call. */
  readonly phases: { readonly warmupMs: number; readonly samplingMs: number }
  /** What the first call returned. */
  readonly output: Awaited<T>
}

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
  const { relativeWidth = 0.05, slowMs = Number.POSITIVE_INFINITY, fidelity = 1, clock = wall } = request
  if (!(fidelity > 0 && fidelity <= 1)) throw new RangeError(`expected a fidelity in (0, 1], got ${fidelity}`)
  const limits: Limits = {
    timeMs: timeMs * fidelity,
    warmupMs,
    minSamples: Math.max(1, Math.ceil(minSamples * fidelity)),
    maxSamples,
    relativeWidth,
    slowMs,
    clock,
  }
  return () => unlessAborted(request.signal, () => session(run, request, limits))
}

const session = async <T>(
  run: () => T,
  request: MeasureRequest<T>,
  limits: Limits,
): Promise<Either<ProfileFailure, Timing<T>>> => {
  const { clock } = limits
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
  const warm = await warmUp(next, limits, beganMs, device === undefined)
  const warmMs = clock.nowMs()
  await request.window?.start()
  const { samples, slow } = await takeSamples(next, warm.batch, limits)
  await request.window?.stop(samples.length * warm.batch)
  const measurement = summarize(samples, 'ms')
  return right({
    measurement,
    batch: warm.batch,
    steady: warm.steady,
    converged: isNarrow(samples, limits.relativeWidth),
    slow,
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
    if (thrown instanceof ProfileError) return thrown.failure
    return profileFailure('WrongOutput', `the output could not be verified: ${messageOf(thrown)}`, { cause: thrown })
  }
}

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as { then?: unknown }).then === 'function'
