import type { Value } from '../../core/index.js'
import { mean } from '../../numeric/index.js'
import type { RecordingDocument } from './document.js'
import { failureNamed, failureOfValue } from './failures.js'
import {
  costsOf,
  isNumber,
  isValue,
  numbersOf,
  type Place,
  parameterSeen,
  recordOf,
  samplesOf,
  textOf,
} from './fields.js'
import { expected } from './malformed.js'
import { recordedSpec } from './metrics.js'
import { type Recording, Records } from './records.js'

/** The schema names `compilation_time`, files in the wild write `compilation` and `benchmark`. */
const COSTS = {
  compilation_time: 'compile',
  compilation: 'compile',
  validation: 'verification',
  benchmark: 'benchmark',
  framework: 'framework',
  search_algorithm: 'strategy',
}

/**
 * Reads a T4 results file, which says nothing of kernel and device: `file` does. Throws Malformed.
 * @see https://github.com/odgaard/TuningSchema
 */
export const readT4 = (document: RecordingDocument, file: string): Recording => {
  const { header } = document
  const scale = msPer(recordOf(header.metadata).timeunit)
  const units = new Map<string, string>()
  let records: Records | undefined
  let objective = 'time'
  for (let i = 0; i < document.length; i++) {
    const record = document.record(i)
    const place: Place = () => `result ${i}`
    const { configuration, times, invalidity, objectives } = record
    for (const [field, value] of Object.entries({ configuration, times }))
      if (typeof value !== 'object' || value === null) return expected(`an object \`${field}\``, place(), value)
    if (typeof invalidity !== 'string') return expected('a text `invalidity`', place(), invalidity)
    const config = recordOf(configuration)
    if (records === undefined) {
      records = new Records(Object.keys(config), new Set(Object.values(COSTS)))
      if (Array.isArray(objectives) && typeof objectives[0] === 'string') objective = objectives[0]
    }
    const runtimes = recordOf(times).runtimes
    const runs = runtimes === undefined ? undefined : numbersOf(runtimes, 'runtimes', scale, place)
    const metrics = measured(record.measurements, scale, units, place)
    // The schema asks for no measurement: then the objective is what the runtimes tell.
    if (runs !== undefined && runs.length > 0 && !metrics.has('time')) metrics.set('time', mean(runs))
    const failure =
      invalidity === 'correct' ? failureOfValue(metrics.get(objective), objective) : failureNamed(invalidity)
    const extra = Object.keys(config).find(name => !records?.names.includes(name))
    if (extra !== undefined) return expected(`the parameters of result 0 only`, place(), extra)
    records.add({
      values: records.names.map(name => {
        const value = config[name]
        if (value === null) return undefined
        return isValue(value) ? value : expected(`a value of \`${name}\``, place(), value)
      }),
      ...(failure && { failure }),
      metrics,
      samples: samplesOf('time', runs, metrics),
      costs: costsOf(recordOf(times), COSTS, scale, runs, place),
    })
  }
  if (records === undefined) return expected('at least one result', '`results`', undefined)
  return {
    records,
    name: file,
    machine: `device: not told (${file})`.replaceAll(';', ','),
    parameters: Object.fromEntries(
      records.names.map((name, p) => [name, parameterSeen((records as Records).columns[p] as readonly Value[])]),
    ),
    objective,
    statistic: 'mean',
    specOf: metric => recordedSpec(metric, units.get(metric)),
    header,
  }
}

/** Numbers by name; notes their units. Times without a unit of their own have the file's. */
const measured = (list: unknown, scale: number, units: Map<string, string>, place: Place): Map<string, number> => {
  const found = new Map<string, number>()
  if (list === undefined) return found
  if (!Array.isArray(list)) return expected('a list `measurements`', place(), list)
  for (const item of list) {
    const { name, value, unit } = recordOf(item)
    if (typeof name !== 'string') return expected('a `name` for each measurement', place(), item)
    if (!isNumber(value)) continue
    found.set(name, name === 'time' ? value * (unit ? msPer(unit) : scale) : value)
    if (textOf(unit) !== '') units.set(name, textOf(unit))
  }
  return found
}

/** Milliseconds in a unit of time; Kernel Tuner leaves it out, and means ms. */
const msPer = (unit: unknown): number => {
  if (unit === undefined || unit === '') return 1
  const text = textOf(unit).toLowerCase()
  // "miliseconds" is what most files say.
  if (/^(ms|mill?i-?seconds?)$/.test(text)) return 1
  if (/^(s|sec|seconds?)$/.test(text)) return 1000
  if (/^(us|µs|micro-?seconds?)$/.test(text)) return 1e-3
  if (/^(ns|nano-?seconds?)$/.test(text)) return 1e-6
  return expected('a unit of time (seconds, milliseconds, microseconds or nanoseconds)', '`timeunit`', unit)
}
