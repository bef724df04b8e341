import { isLeft } from '../../core/fp.js'
import type { Config, MetricSpec, Statistic, Value } from '../../core/index.js'
import { listed, makeSpace, type Parameters, type SpaceOptions } from '../../space/index.js'
import type { Space } from '../../space/space.js'
import { expected, Malformed } from './malformed.js'
import type { RecordedFailure, Recording, Records } from './records.js'

/**
 * Configurations that somebody measured, with what each showed and cost. Held in columns: row i belongs to
 * `space.enumerate().at(i)`, and the space has no other configuration.
 */
export interface RecordedSpace {
  /** What was measured, and on what: `convolution_kernel on A100`. */
  readonly name: string
  /** Fingerprint of the machine, as far as it is told. */
  readonly machine: string
  readonly space: Space
  /** Number of rows: measured and failed configurations. */
  readonly length: number
  /** The row of a configuration, or -1 where it was not recorded. */
  rowOf(config: Config): number
  readonly metrics: readonly RecordedMetric[]
  /** The one of the metrics that counts. */
  readonly objective: RecordedMetric
  /** The row with the best value of the objective; the first one of equals. */
  readonly optimum: { readonly row: number; readonly config: Config; readonly value: number }
  /** By row: 0 where measured, or 1 + the index in `failures`. */
  readonly failed: Uint32Array
  readonly failures: readonly RecordedFailure[]
  /** Milliseconds by part of the cost (`compile`, `benchmark`, ...) and row; 0 where not told. */
  readonly costs: Readonly<Record<string, Float64Array>>
  /** What the file says besides its records: `problem_size`, `metadata`, ... */
  readonly header: Readonly<Record<string, unknown>>
  /** What a reader of the figures should know: a file that was cut off, configurations recorded twice, ... */
  readonly warnings: readonly string[]
}

/** A metric by row. */
export interface RecordedMetric {
  readonly spec: MetricSpec
  /** As recorded, NaN where the row has none. */
  readonly values: Float64Array
  /** Which figure of the samples it is: `mean` in the files of Kernel Tuner. */
  readonly statistic: Statistic
  /** What was repeated to find it: of row i, `values[offsets[i]]` up to but not including `values[offsets[i + 1]]`. */
  readonly samples?: { readonly values: Float64Array; readonly offsets: Uint32Array }
}

/** What a recorded space is made from besides the recording. */
interface Making {
  /** Direction of the objective, where its metric does not tell. */
  readonly better?: 'lower' | 'higher' | undefined
  /** In place of those of the recording. */
  readonly parameters?: Parameters
  /** Must hold, too. */
  readonly where?: readonly string[]
  readonly warnings?: readonly string[]
}

/** Makes the space of what was recorded, and brings the records into its order. Throws Malformed. */
export const makeRecordedSpace = (recording: Recording, making: Making): RecordedSpace => {
  const { records, name, machine, header } = recording
  const { parameters = recording.parameters, where = [], warnings = [] } = making
  if (records.length === 0) return expected('at least one record', 'the recording', undefined)
  const columns = Object.fromEntries(
    records.names.map((parameter, p) => [parameter, compact(records.columns[p] as (Value | undefined)[])]),
  )
  const rules = [...where, listed(columns, { name: 'recorded' })]
  const made = makeSpace<Parameters, string>(parameters, { where: rules, when: conditionsOf(records) })
  if (isLeft(made)) throw new Malformed(made.left.message)
  const space = made.right as Space
  const all = space.enumerate()
  const { sources, twice, outside } = sourcesOf(records, space)
  const failed = Uint32Array.from(sources, source => records.failed[source] as number)
  const metrics = [...records.metrics.keys()].map(metric => metricOf(recording, metric, sources, failed, making))
  const objective = metrics[[...records.metrics.keys()].indexOf(recording.objective)]
  const row = objective === undefined ? -1 : bestOf(objective)
  if (objective === undefined || row === -1)
    return expected(`a measured \`${recording.objective}\``, 'the recording', undefined)
  return {
    name,
    machine,
    space,
    length: all.length,
    rowOf: all.indexOf,
    metrics,
    objective,
    optimum: { row, config: all.at(row), value: objective.values[row] as number },
    failed,
    failures: records.failures,
    costs: Object.fromEntries(
      [...records.costs].map(([part, column]) => [part, Float64Array.from(sources, source => column[source] || 0)]),
    ),
    header,
    warnings: [
      ...warnings,
      ...(twice > 0 ? [`records of configurations that were recorded before: ${twice}; the first one counts`] : []),
      ...(outside > 0 ? [`records that break constraints of the space: ${outside}; they are left out`] : []),
      ...[...records.costs].flatMap(([part, column]) => {
        const silent = sources.reduce((count, source) => count + Number(Number.isNaN(column[source])), 0)
        return silent > 0
          ? [`records that do not tell their ${part} time: ${silent} of ${all.length}; it counts as none`]
          : []
      }),
    ],
  }
}

/** The space keeps its list: numbers take less room in a typed array. */
const compact = (column: readonly (Value | undefined)[]): ArrayLike<Value | undefined> =>
  column.every(value => typeof value === 'number') ? Float64Array.from(column) : column

/** Which record each row of the space comes from. */
const sourcesOf = (records: Records, space: Space) => {
  const all = space.enumerate()
  const sources = new Int32Array(all.length).fill(-1)
  const config: Record<string, Value | undefined> = {}
  let [twice, outside] = [0, 0]
  for (let source = 0; source < records.length; source++) {
    for (const [p, column] of records.columns.entries()) config[records.names[p] as string] = column[source]
    const row = all.indexOf(config as Config)
    if (row === -1) outside++
    else if (sources[row] !== -1) twice++
    else sources[row] = source
  }
  return { sources, twice, outside }
}

const metricOf = (
  { records, specOf, objective, statistic }: Recording,
  metric: string,
  sources: Int32Array,
  failed: Uint32Array,
  { better }: Making,
): RecordedMetric => {
  const column = records.metrics.get(metric) as readonly number[]
  const values = Float64Array.from(sources, source => column[source] as number)
  const isOptional = values.some((value, row) => Number.isNaN(value) && failed[row] === 0)
  const spec: MetricSpec = {
    ...specOf(metric),
    ...(better && metric === objective && { better }),
    ...(isOptional && { optional: true }),
  }
  const taken = records.samples.get(metric)
  if (taken === undefined) return { spec, values, statistic }
  const offsets = new Uint32Array(sources.length + 1)
  const samples = new Float64Array(taken.values.length)
  for (const [row, source] of sources.entries()) {
    const start = source === 0 ? 0 : (taken.ends[source - 1] ?? taken.values.length)
    const end = taken.ends[source] ?? taken.values.length
    let at = offsets[row] as number
    for (let i = start; i < end; i++) samples[at++] = taken.values[i] as number
    offsets[row + 1] = at
  }
  return { spec, values, statistic, samples: { values: samples.subarray(0, offsets.at(-1)), offsets } }
}

/** The row with the best value, or -1 where there is none. */
const bestOf = ({ spec, values }: RecordedMetric): number => {
  if (spec.better === undefined)
    return expected(`\`better\` ('lower' or 'higher') for the metric \`${spec.name}\``, 'the options', undefined)
  const sign = spec.better === 'lower' ? 1 : -1
  let best = -1
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number
    if (!Number.isNaN(value) && (best === -1 || sign * value < sign * (values[best] as number))) best = row
  }
  return best
}

/** A parameter that some configurations lack is active after just those beginnings after which it was there. */
const conditionsOf = ({ names, columns }: Records): NonNullable<SpaceOptions<Parameters, string>['when']> => {
  const textOf = (values: readonly (Value | undefined)[]): string => JSON.stringify(values.map(value => value ?? null))
  return Object.fromEntries(
    names.flatMap((name, p) => {
      const column = columns[p] ?? []
      if (!column.includes(undefined)) return []
      const before = columns.slice(0, p)
      const active = new Set(
        column.flatMap((value, row) => (value === undefined ? [] : [textOf(before.map(values => values[row]))])),
      )
      return [[name, (config: Partial<Config>) => active.has(textOf(names.slice(0, p).map(key => config[key])))]]
    }),
  )
}
