import { type Either, left, right } from '../../core/fp.js'
import {
  type Config,
  type Measurement,
  type MetricValue,
  orThrow,
  type Profile,
  type ProfileFailure,
  profileFailure,
  show,
} from '../../core/index.js'
import type { Space } from '../../space/space.js'
import { unlessAborted } from '../failure.js'
import { summarize } from '../measure/summarize.js'
import type { Profiler } from '../profiler.js'
import { type ReadRecordedOptions, type RecordingSource, readRecorded } from './read.js'
import type { RecordedMetric, RecordedSpace } from './recorded-space.js'
import type { RecordedFailure } from './records.js'

export interface RecordedOptions extends ReadRecordedOptions {
  /** Parts of the recorded cost that count. Default: all but `strategy`, which is the time of the search that was recorded. */
  readonly charge?: readonly string[]
  /** Whether a metric comes with the samples behind it. Default true; without, it is the recorded number alone, and a profile is made sooner. */
  readonly samples?: boolean
}

/** A profiler that looks everything up. */
export interface RecordedProfiler extends Profiler {
  profileSync(config: Config): Either<ProfileFailure, Profile>
  /** The configurations that were recorded, and no other. */
  readonly space: Space
  readonly recording: RecordedSpace
  /** What each row costs: the parts that are charged. */
  readonly costsMs: Float64Array
}

/**
 * What was recorded answers as a profiler, at once; its costs are the recorded ones. With `clock: simulatedClock()` a study's budget
 * in seconds is charged with them. A configuration that failed fails again, at its recorded cost; one that was not recorded fails
 * at no cost, and is not in `space`. Whoever asks again gets the same answer and is charged again; a lower fidelity changes nothing.
 *
 * Throws a ParetuneError (InvalidRecording) that names the file and the place in it.
 *
 * @example
 * const kernel = recorded('convolution/A100.json.gz')
 * const study = await createStudy({
 *   space: kernel.space,
 *   profiler: kernel,
 *   objectives: { time: minimize('timeMs') },
 *   budget: { seconds: 600 },
 *   clock: simulatedClock(),
 * })
 */
export const recorded = (
  source: RecordedSpace | RecordingSource,
  { charge, samples = true, ...options }: RecordedOptions = {},
): RecordedProfiler => {
  const recording = isSpace(source) ? source : orThrow(readRecorded(source, options))
  const { name, machine, space, length, rowOf, failed, failures } = recording
  const parts = Object.entries(recording.costs).filter(([part]) => charge?.includes(part) ?? part !== 'strategy')
  const costsMs = Float64Array.from({ length }, (_, row) =>
    parts.reduce((sum, [, column]) => sum + (column[row] as number), 0),
  )
  const [names, columns] = [parts.map(([part]) => part), parts.map(([, column]) => column)]
  // Copied for each profile: that is faster than adding one key after the other.
  const allPhases: Record<string, number> = Object.fromEntries(names.map(part => [part, 0]))
  const allMetrics = Object.fromEntries(recording.metrics.map(({ spec }) => [spec.name, 0]))
  const readings = recording.metrics.map(metric => readingOf(metric, samples))

  const profileSync: RecordedProfiler['profileSync'] = config => {
    const row = rowOf(config)
    if (row === -1) {
      const message = `expected a configuration that ${name} has, got ${show(config)}`
      return left(profileFailure('RunFailed', message, { costMs: 0 }))
    }
    const costMs = costsMs[row] as number
    const failure = failed[row] as number
    if (failure > 0) return left(recordedFailure(failures[failure - 1] as RecordedFailure, costMs))
    const metrics: Record<string, MetricValue> = { ...allMetrics }
    let absent: Record<string, string> | undefined
    for (let m = 0; m < readings.length; m++) {
      const { spec, at } = readings[m] as Reading
      const value = at(row)
      if (value !== undefined) metrics[spec.name] = value
      else {
        absent = { ...absent, [spec.name]: 'not recorded for this configuration' }
        delete metrics[spec.name]
      }
    }
    const phases = { ...allPhases }
    for (let p = 0; p < names.length; p++) phases[names[p] as string] = (columns[p] as Float64Array)[row] as number
    return right(absent ? { metrics, costMs, phases, machine, absent } : { metrics, costMs, phases, machine })
  }
  return {
    name: `recorded ${name}`,
    metrics: recording.metrics.map(metric => metric.spec),
    space,
    recording,
    costsMs,
    profileSync,
    profile:
      (config, { signal }) =>
      () =>
        unlessAborted(signal, async () => profileSync(config)),
  }
}

const isSpace = (source: RecordedSpace | RecordingSource): source is RecordedSpace =>
  typeof source === 'object' && 'rowOf' in source

const recordedFailure = ({ tag, text }: RecordedFailure, costMs: number): ProfileFailure =>
  profileFailure(tag, `recorded as ${text}`, { costMs })

interface Reading {
  readonly spec: RecordedMetric['spec']
  at(row: number): MetricValue | undefined
}

/** How a metric is read off its columns; undefined where a row has none. */
const readingOf = (metric: RecordedMetric, withSamples: boolean): Reading => {
  const { spec, values, samples } = metric
  const plain = (row: number): number | undefined => {
    const value = values[row] as number
    return Number.isNaN(value) ? undefined : value
  }
  if (samples === undefined || !withSamples) return { spec, at: plain }
  const { offsets } = samples
  const figures = figuresOf(metric, samples)
  const width = FIGURES.length
  const at = (row: number): MetricValue | undefined => {
    const [start, end] = [offsets[row] as number, offsets[row + 1] as number]
    if (start === end) return plain(row)
    const taken = new Array<number>(end - start)
    for (let i = start; i < end; i++) taken[i - start] = samples.values[i] as number
    const figure = (k: number): number => figures[row * width + k] as number
    return {
      unit: spec.unit,
      n: taken.length,
      median: figure(0),
      mean: figure(1),
      p90: figure(2),
      p95: figure(3),
      p99: figure(4),
      mad: figure(5),
      std: figure(6),
      ciLow: figure(7),
      ciHigh: figure(8),
      outliers: figure(9),
      samples: taken,
    }
  }
  return { spec, at }
}

/** Figures of a measurement in the order of their columns. */
const FIGURES = ['median', 'mean', 'p90', 'p95', 'p99', 'mad', 'std', 'ciLow', 'ciHigh', 'outliers'] as const

/** All figures of all rows, found once: a study may ask for hundreds of thousands of profiles a second. */
const figuresOf = (
  { spec, values, statistic }: RecordedMetric,
  samples: NonNullable<RecordedMetric['samples']>,
): Float64Array => {
  const figures = new Float64Array(values.length * FIGURES.length)
  for (let row = 0; row < values.length; row++) {
    const taken = samples.values.subarray(samples.offsets[row], samples.offsets[row + 1])
    if (taken.length === 0) continue
    // What was recorded is told to the last digit.
    const found: Measurement = { ...summarize([...taken], spec.unit), [statistic]: values[row] as number }
    for (const [k, figure] of FIGURES.entries()) figures[row * FIGURES.length + k] = found[figure]
  }
  return figures
}
