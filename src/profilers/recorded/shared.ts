import { isLeft } from '../../core/fp.js'
import type { MetricSpec, Statistic, Value } from '../../core/index.js'
import { type Domain, domainsOf, listed, makeSpace, type Parameters } from '../../space/index.js'
import type { Space } from '../../space/space.js'
import { Malformed } from './malformed.js'
import type { RecordedMetric, RecordedSpace } from './recorded-space.js'
import type { RecordedFailure } from './records.js'

/**
 * A recorded space that worker threads are sent: its columns are in shared memory, so that it is read once and held once. Samples behind
 * the metrics are left out.
 */
export interface SharedRecording {
  readonly name: string
  readonly machine: string
  readonly parameters: Parameters
  /** Values by parameter and row, as indices. */
  readonly indices: readonly Uint16Array[]
  readonly metrics: readonly {
    readonly spec: MetricSpec
    readonly statistic: Statistic
    readonly values: Float64Array
  }[]
  /** Position of the objective among the metrics. */
  readonly objective: number
  readonly optimum: { readonly row: number; readonly value: number }
  readonly failed: Uint32Array
  readonly failures: readonly RecordedFailure[]
  readonly costs: Readonly<Record<string, Float64Array>>
  readonly warnings: readonly string[]
}

/** Undefined for a space with conditions, or with more values of a parameter than two bytes number: nothing but its file tells it. */
export const shareRecorded = (recording: RecordedSpace): SharedRecording | undefined => {
  const { name, machine, space, length, metrics, objective, optimum, failed, failures, costs, warnings } = recording
  const domains = domainsOf(space)
  const all = space.enumerate()
  if (domains.some(({ size }) => size > 65_536)) return undefined
  const indices = domains.map(() => new Uint16Array(new SharedArrayBuffer(2 * length)))
  for (let row = 0; row < length; row++) {
    const config = all.at(row)
    for (let p = 0; p < domains.length; p++) {
      const { name: parameter, indexOf } = domains[p] as Domain
      const value = config[parameter]
      if (value === undefined) return undefined
      ;(indices[p] as Uint16Array)[row] = indexOf(value)
    }
  }
  return {
    name,
    machine,
    parameters: space.parameters,
    indices,
    metrics: metrics.map(({ spec, statistic, values }) => ({ spec, statistic, values: shared(values) })),
    objective: metrics.indexOf(objective),
    optimum: { row: optimum.row, value: optimum.value },
    failed: Uint32Array.from(failed),
    failures,
    costs: Object.fromEntries(Object.entries(costs).map(([part, column]) => [part, shared(column)])),
    warnings,
  }
}

const shared = (column: Float64Array): Float64Array => {
  const copy = new Float64Array(new SharedArrayBuffer(column.byteLength))
  copy.set(column)
  return copy
}

/** The space that was shared: the same rows in the same order. */
export const recordedFromShared = (recording: SharedRecording): RecordedSpace => {
  const { name, machine, parameters, indices, metrics, objective, optimum, failed, failures, costs, warnings } =
    recording
  const names = Object.keys(parameters)
  // The values of a domain in the order of its indices come from a space without constraints.
  const free = unwrapped(makeSpace<Parameters>(parameters))
  const columns = Object.fromEntries(
    domainsOf(free).map(({ valueAt }, p) => [
      names[p] as string,
      Array.from(indices[p] as Uint16Array, index => valueAt(index)) as Value[],
    ]),
  )
  const space = unwrapped(makeSpace<Parameters>(parameters, { where: [listed(columns, { name: 'recorded' })] }))
  const all = space.enumerate()
  return {
    name,
    machine,
    space,
    length: all.length,
    rowOf: all.indexOf,
    metrics,
    objective: metrics[objective] as RecordedMetric,
    optimum: { ...optimum, config: all.at(optimum.row) },
    failed,
    failures,
    costs,
    header: {},
    warnings,
  }
}

const unwrapped = (made: ReturnType<typeof makeSpace<Parameters>>): Space => {
  if (isLeft(made)) throw new Malformed(made.left.message)
  return made.right as Space
}
