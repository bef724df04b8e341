import { type Either, isLeft, isRight, left, right } from '../core/fp.js'
import {
  type Config,
  type Leak,
  type OpProfile,
  ParetuneError,
  type Profile,
  type ProfileFailure,
  profileFailure,
} from '../core/index.js'
import { recording } from './context.js'
import { cancelled, failureOf, unlessAborted } from './failure.js'
import { type MetricSpecs, metricSpecs } from './fn.js'
import { machineFingerprint } from './machine.js'
import { checkLeaks, type LeakOptions, leakText } from './measure/leaks.js'
import { type MeasureOptions, measure, type Timing } from './measure/measure.js'
import type { Metrics, ProfileContext, Profiler } from './profiler.js'

/** Something that is set up for a configuration and then run over and over. `S` is what `setup` made, `T` what a call returns. */
export interface TimedDefinition<C extends Config, S, T, X extends string = never> {
  readonly name: string
  /** Builds what the configuration stands for. `throw new ProfileError('CompileFailed', log)` says how it failed. */
  readonly setup: (config: C, context: ProfileContext) => S | Promise<S>
  /** One call; its median is `latencyMs`. A promise is awaited. */
  readonly run: (state: S) => T
  /** Frees the state; runs after success, failure and abort alike. */
  readonly teardown?: (state: S) => void | Promise<void>
  /** Looks at the output of the first call: true, or what is wrong with it. */
  readonly verify?: (output: Awaited<T>, state: S) => true | string | Promise<true | string>
  /** Runs once and tells the ms that the device itself counted, in place of timed calls of `run`. */
  readonly sample?: (state: S) => number | Promise<number>
  /** Items that one call works on, as in a batch; default 1. */
  readonly items?: (state: S) => number
  /** Metrics besides `latencyMs` and `throughput`, taken once the latency is known. */
  readonly extra?: {
    readonly metrics: MetricSpecs<X>
    readonly measure: (state: S, timing: Timing<T>) => Metrics<X> | Promise<Metrics<X>>
  }
  /** Looks for leaks once the latency is known: what keeps growing from run to run is told in the profile, `fail: true` makes it a failure. */
  readonly leaks?: TimedLeaks<S>
  /** What there is to tell besides, asked once all is measured and torn down. */
  readonly about?: (state: S) => About
  /** Limits of the measurement; the fidelity is the context's. */
  readonly limits?: TimedLimits
}

/** Limits of a profiler's measurements: those of `measure` (fidelity and `slowMs` are the profiler's to know), and one more. */
export interface TimedLimits extends Partial<Omit<MeasureOptions, 'fidelity' | 'slowMs'>> {
  /**
   * Above 1: a configuration whose samples all take over this many times the best median that this profiler has measured, both per
   * item, is sampled no further (3 samples at least, a note in the profile). Default: all are sampled to the end.
   */
  readonly slowerFactor?: number
}

/** A look for leaks, as `checkLeaks` takes it. */
export interface TimedLeaks<S> extends Pick<LeakOptions, 'runs'> {
  /** What is read after runs, by name. Default: memory of JavaScript. */
  readonly readings?: Readonly<Record<string, (state: S) => number | Promise<number>>>
  /** A leak makes the configuration RunFailed. Default false. */
  readonly fail?: boolean
}

/** What a profile tells besides its metrics. */
interface About {
  readonly notes?: readonly string[]
  readonly ops?: readonly OpProfile[]
  /** Why optional metrics are missing, by their names. */
  readonly absent?: Readonly<Record<string, string>>
  /** Parts of the machine's fingerprint, as in `{ tfjs: '4.22.0' }`. */
  readonly machine?: Readonly<Record<string, string>>
}

export type TimedMetric = 'latencyMs' | 'throughput'

/**
 * A profiler whose latency is measured by the harness: set up, verify, warm up, sample, tear down.
 * Metrics: `latencyMs` (a measurement, per call) and `throughput` (items per second at the median latency). Meters read
 * while it is sampled. Rejects with the ParetuneError that `setup` throws, since no other configuration would fare better.
 *
 * @example
 * const sum = timed({
 *   name: 'sum',
 *   setup: (config: { length: number }) => new Float64Array(config.length).fill(1),
 *   run: data => data.reduce((a, b) => a + b, 0),
 *   verify: (output, data) => output === data.length || `expected ${data.length}, got ${output}`,
 * })
 */
export const timed = <C extends Config, S, T, const X extends string = never>(
  definition: TimedDefinition<C, S, T, X>,
): Profiler<C, TimedMetric | X> => {
  const { slowerFactor = Number.POSITIVE_INFINITY } = definition.limits ?? {}
  if (!(slowerFactor > 1)) throw new RangeError(`expected a slowerFactor above 1, got ${slowerFactor}`)
  const pace: Pace = { slowerFactor, bestMsPerItem: Number.POSITIVE_INFINITY }
  return {
    name: definition.name,
    metrics: [
      { name: 'latencyMs', unit: 'ms', better: 'lower' },
      { name: 'throughput', unit: 'items/s', better: 'higher' },
      ...(definition.extra === undefined ? [] : metricSpecs(definition.extra.metrics)),
    ],
    profile: (config, context) => () => profileTimed(definition, pace, config, context),
  }
}

/** What a profiler's measurements are held against. */
interface Pace {
  readonly slowerFactor: number
  /** The best median so far, per item. */
  bestMsPerItem: number
}

const profileTimed = async <C extends Config, S, T, X extends string>(
  definition: TimedDefinition<C, S, T, X>,
  pace: Pace,
  config: C,
  outer: ProfileContext,
): Promise<Either<ProfileFailure, Profile<TimedMetric | X>>> => {
  const { signal } = outer
  if (signal.aborted) return left(cancelled())
  const { context, logged } = recording(outer)
  const beganMs = performance.now()
  const opening = attempt(() => definition.setup(config, context))
  const opened = await unlessAborted(signal, () => opening)
  if (isLeft(opened)) {
    // An abort does not wait for the setup; what it makes after all is torn down when it is there.
    void opening.then(late => (isRight(late) ? attempt(() => definition.teardown?.(late.right)) : late))
    if (opened.left.cause instanceof ParetuneError) throw opened.left.cause
    return opened
  }
  const state = opened.right
  const setupMs = performance.now() - beganMs
  const timing = await timeOf(definition, pace, state, context)
  const metrics = isLeft(timing)
    ? timing
    : await unlessAborted(signal, () => attempt(() => metricsOf(definition, state, timing.right)))
  const leaksMs = performance.now()
  const leaks =
    isLeft(metrics) || isLeft(timing) ? right(undefined) : await leaksOf(definition, state, timing.right, signal)
  const closingMs = performance.now()
  const closed = await attempt(() => definition.teardown?.(state))
  const endedMs = performance.now()
  if (isLeft(timing)) return timing
  if (isLeft(metrics)) return metrics
  if (isLeft(leaks)) return leaks
  if (isLeft(closed)) return closed
  const { phases } = timing.right
  const { notes = [], ops, absent, machine } = definition.about?.(state) ?? {}
  return right({
    metrics: { ...logged, ...metrics.right },
    costMs: endedMs - beganMs,
    phases: {
      setup: setupMs,
      warmup: phases.warmupMs,
      sampling: phases.samplingMs,
      ...(definition.leaks && { leaks: closingMs - leaksMs }),
      teardown: endedMs - closingMs,
    },
    machine: machineFingerprint(machine),
    notes: [...notes, ...notesOf(timing.right, pace), ...(leaks.right ?? []).map(leakText)],
    ...(ops && ops.length > 0 && { ops }),
    ...(leaks.right && { leaks: leaks.right }),
    ...(absent && { absent }),
  })
}

/** A timing, and how many items a call works on. */
interface Timed<T> extends Timing<T> {
  readonly items: number
}

const timeOf = async <C extends Config, S, T, X extends string>(
  { run, verify, sample, items, limits }: TimedDefinition<C, S, T, X>,
  pace: Pace,
  state: S,
  { signal, fidelity, window }: ProfileContext,
): Promise<Either<ProfileFailure, Timed<T>>> => {
  const counted = await attempt(() => items?.(state) ?? 1)
  if (isLeft(counted)) return counted
  const timing = await measure(() => run(state), {
    ...limits,
    slowMs: pace.slowerFactor * pace.bestMsPerItem * counted.right,
    signal,
    fidelity,
    ...(window && { window }),
    ...(verify === undefined ? {} : { verify: output => verify(output, state) }),
    ...(sample === undefined ? {} : { sample: () => sample(state) }),
  })()
  if (isLeft(timing)) return timing
  pace.bestMsPerItem = Math.min(pace.bestMsPerItem, timing.right.measurement.median / counted.right)
  return right({ ...timing.right, items: counted.right })
}

const metricsOf = async <C extends Config, S, T, X extends string>(
  { extra }: TimedDefinition<C, S, T, X>,
  state: S,
  timing: Timed<T>,
): Promise<Metrics<TimedMetric | X>> => {
  const { measurement, items } = timing
  const throughput = (1000 * items) / measurement.median
  const more = (await extra?.measure(state, timing)) ?? ({} as Metrics<X>)
  return { ...more, latencyMs: measurement, throughput }
}

/** Undefined where nobody looked: a configuration that is too slow to matter is not run on for it. */
const leaksOf = async <C extends Config, S, T, X extends string>(
  { run, leaks }: TimedDefinition<C, S, T, X>,
  state: S,
  { slow }: Timed<T>,
  signal: AbortSignal,
): Promise<Either<ProfileFailure, readonly Leak[] | undefined>> => {
  if (leaks === undefined || slow) return right(undefined)
  const { runs, readings, fail = false } = leaks
  const found = await unlessAborted(signal, () =>
    attempt(() =>
      checkLeaks(() => run(state), {
        signal,
        ...(runs !== undefined && { runs }),
        ...(readings && {
          readings: Object.fromEntries(Object.entries(readings).map(([name, read]) => [name, () => read(state)])),
        }),
      }),
    ),
  )
  if (isLeft(found) || !fail || found.right.length === 0) return found
  const message = `expected nothing that keeps growing, got: ${found.right.map(leakText).join('; ')}`
  return left(profileFailure('RunFailed', message, { details: { leaks: found.right } }))
}

const notesOf = ({ steady, converged, slow }: Timing, { slowerFactor }: Pace): string[] => {
  if (slow) return [`stopped early: every sample took over ${slowerFactor} times the best per item`]
  return [
    ...(steady ? [] : ['the warm-up ended before the times were steady']),
    ...(converged ? [] : ['the 95% interval of the median is wider than asked for']),
  ]
}

const attempt = async <A>(work: () => A | Promise<A>): Promise<Either<ProfileFailure, A>> => {
  try {
    return right(await work())
  } catch (thrown) {
    return left(failureOf(thrown))
  }
}
