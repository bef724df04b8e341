import { type Either, isLeft, right } from '../../core/fp.js'
import {
  type Config,
  fault,
  type MetricSpec,
  ParetuneError,
  type Profile,
  type ProfileFailure,
  show,
} from '../../core/index.js'
import { contextWith, recording } from '../context.js'
import type { ProfileContext, Profiler } from '../profiler.js'
import type { Meter } from './meter.js'
import { type Metered, Metering } from './metering.js'
import { OpenedMeter } from './opened-meter.js'

export interface MeteredOptions {
  /** Meters look in between about this often, whenever the event loop is free. Default 20. */
  readonly pollMs?: number
}

/**
 * The profiler, with what meters read while it runs as further metrics, for objectives, constraints and rewards. A profiler
 * that tells which part of its work counts (`timed` and all that is built on it: the sampling) is read there, the last
 * full part where there are several; any other is read from first to last, as one run.
 *
 * What a machine lacks, or what fails while it reads, is absent from a profile with its reason in `profile.absent`; it
 * fails no trial by itself. There is no `profileSync`, since meters take promises. Profiles at the same time have windows of
 * their own, but meters of the process and of the machine see them all, and a note says so. `close` closes the meters and the
 * profiler; both may be used again.
 *
 * Throws a ParetuneError `InvalidProfiler` where two metrics have one name.
 *
 * @example
 * const model = metered(profiler, [cpuTime(), memoryUse()])
 * // objectives: { cost: minimize('cpuMs') }, constraints: { memory: atMost('peakRssBytes', 512 * 2 ** 20) }
 */
export const metered = <C extends Config, M extends string, X extends string>(
  profiler: Profiler<C, M>,
  meters: readonly Meter<X>[],
  { pollMs = 20 }: MeteredOptions = {},
): Profiler<C, M | X> => {
  const metrics: readonly MetricSpec<M | X>[] = [...profiler.metrics, ...meters.flatMap(specsOf)]
  const twice = metrics.find(({ name }, i) => metrics.findIndex(spec => spec.name === name) !== i)
  if (twice !== undefined) {
    const message = `expected each metric of ${profiler.name} and its meters once, got ${show(twice.name)} twice`
    throw new ParetuneError(fault('InvalidProfiler', message, { details: { metric: twice.name } }))
  }
  /** Opened meters that no profile uses at the moment. */
  let idle: (readonly OpenedMeter<X>[])[] = []
  /** Counts how often all was closed: what was opened before that is not kept. */
  let closings = 0

  const profileMetered = async (config: C, outer: ProfileContext): Promise<Either<ProfileFailure, Profile<M | X>>> => {
    const beganMs = performance.now()
    const since = closings
    const opened = idle.pop() ?? (await Promise.all(meters.map(meter => OpenedMeter.open(meter))))
    const metering = new Metering(opened, pollMs, outer.window)
    const { context, logged } = recording(contextWith(outer, { window: metering }))
    let answer: Either<ProfileFailure, Profile<M>>
    let shown: Metered<X> | undefined
    let readyMs = 0
    let doneMs = 0
    try {
      await metering.begin()
      readyMs = performance.now()
      answer = await profiler.profile(config, context)()
      doneMs = performance.now()
    } finally {
      shown = await metering.end()
      if (since === closings) idle.push(opened)
      else await closeAll([opened])
    }
    if (isLeft(answer)) return answer
    const meteringMs = readyMs - beganMs + performance.now() - doneMs
    return right(withReadings(answer.right, logged, meters, shown, meteringMs))
  }

  return {
    name: profiler.name,
    metrics,
    ...(profiler.isolated && { isolated: true }),
    profile: (config, context) => () => profileMetered(config, context),
    close: async () => {
      closings++
      const unused = idle
      idle = []
      await closeAll(unused)
      await profiler.close?.()
    },
  }
}

/**
 * The metrics of meters as `moduleProfiler` wants them promised, where the module's profiler is a metered one.
 *
 * @example
 * moduleProfiler(url, { name: 'model', metrics: { latencyMs: { unit: 'ms' }, ...meterMetrics([cpuTime(), memoryUse()]) } })
 */
export const meterMetrics = <X extends string>(
  meters: readonly Meter<X>[],
): Readonly<Record<X, Omit<MetricSpec<X>, 'name'>>> =>
  Object.fromEntries(meters.flatMap(specsOf).map(({ name, ...spec }) => [name, spec])) as Record<
    X,
    Omit<MetricSpec<X>, 'name'>
  >

const specsOf = <X extends string>({ metrics, promised }: Meter<X>): readonly MetricSpec<X>[] =>
  promised ? metrics : metrics.map(spec => ({ ...spec, optional: true }))

const closeAll = async (sets: readonly (readonly OpenedMeter<string>[])[]): Promise<void> => {
  await Promise.all(sets.flat().map(meter => meter.close()))
}

const NEVER_STOPPED = 'expected the profiler to end the window of the meters that it began, it did not'
const SAW_OTHERS =
  'other profiles were metered at the same time: meters of this process and of the whole machine saw them too'

const withReadings = <M extends string, X extends string>(
  profile: Profile<M>,
  logged: Readonly<Record<string, number>>,
  meters: readonly Meter<X>[],
  shown: Metered<X> | undefined,
  meteringMs: number,
): Profile<M | X> => {
  const readings = shown?.readings ?? []
  const metrics = { ...logged, ...profile.metrics, ...Object.assign({}, ...readings.map(reading => reading.metrics)) }
  const reasons: Record<string, string> =
    shown === undefined
      ? Object.fromEntries(meters.flatMap(meter => meter.metrics).map(({ name }) => [name, NEVER_STOPPED]))
      : Object.assign({}, ...readings.map(reading => reading.absent))
  const absent = Object.fromEntries(
    Object.entries({ ...profile.absent, ...reasons }).filter(([name]) => !Object.hasOwn(metrics, name)),
  )
  return {
    ...profile,
    metrics,
    ...(Object.keys(absent).length > 0 && { absent }),
    costMs: profile.costMs + meteringMs,
    phases: { ...profile.phases, metering: meteringMs },
    ...(shown?.sawOthers && { notes: [...(profile.notes ?? []), SAW_OTHERS] }),
  }
}
