import type { Value } from '../../core/index.js'
import type { RecordingDocument } from './document.js'
import { failureNamed, failureOfValue } from './failures.js'
import {
  costsOf,
  isNumber,
  isValue,
  numbersOf,
  type Place,
  parameterOf,
  recordOf,
  samplesOf,
  textOf,
} from './fields.js'
import { expected } from './malformed.js'
import { recordedSpec } from './metrics.js'
import { type Recording, Records } from './records.js'

/** Fields that tell what a record cost, and the part that each is. All times of Kernel Tuner are ms. */
export const KERNEL_TUNER_COSTS = {
  compile_time: 'compile',
  verification_time: 'verification',
  benchmark_time: 'benchmark',
  framework_time: 'framework',
  strategy_time: 'strategy',
}

/** Reads a Kernel Tuner cache file; `file` names the device where the file does not. Throws Malformed. */
export const readKernelTuner = (document: RecordingDocument, file: string): Recording => {
  const { header } = document
  const names = header.tune_params_keys
  if (!Array.isArray(names) || names.length === 0 || !names.every(name => typeof name === 'string'))
    return expected('names of parameters', '`tune_params_keys`', names)
  const declared = names.map((name): readonly Value[] => {
    const listed = recordOf(header.tune_params)[name]
    const values = Array.isArray(listed) ? listed.filter(value => value !== null) : []
    return values.length > 0 && values.every(isValue) ? values : expected('values', `\`tune_params.${name}\``, listed)
  })
  const objective = textOf(header.objective) || 'time'
  const noMetrics = new Set([...names, ...Object.keys(KERNEL_TUNER_COSTS)])
  const records = new Records(names, Object.values(KERNEL_TUNER_COSTS))
  for (let i = 0; i < document.length; i++) {
    const record = document.record(i)
    const place: Place = () => `record \`${document.keyOf(i)}\``
    const error = record.__error__
    const failure = error ? failureNamed(String(error)) : failureOfValue(record[objective], objective)
    const metrics = new Map<string, number>()
    for (const name in record) {
      const figure = record[name]
      if (isNumber(figure) && !noMetrics.has(name)) metrics.set(name, figure)
    }
    const times = failure || record.times === undefined ? undefined : numbersOf(record.times, 'times', 1, place)
    records.add({
      values: names.map((name, p) => {
        if (record[name] === null) return undefined
        const value = record[name] ?? valueInKey(document.keyOf(i), p, declared[p] as readonly Value[])
        return isValue(value) ? value : expected(`a value of \`${name}\``, place(), value)
      }),
      ...(failure && { failure }),
      metrics,
      samples: samplesOf('time', times, metrics),
      costs: costsOf(record, KERNEL_TUNER_COSTS, 1, times, place),
    })
  }
  const [kernel, device] = [textOf(header.kernel_name), textOf(header.device_name)]
  return {
    records,
    name: `${kernel || 'kernel'} on ${device || file}`,
    machine: `device: ${device || `not told (${file})`}`.replaceAll(';', ','),
    parameters: Object.fromEntries(names.map((name, p) => [name, parameterOf(declared[p] as readonly Value[])])),
    objective,
    statistic: 'mean',
    specOf: recordedSpec,
    header,
  }
}

/** The value that part `p` of a key stands for: its parts are joined by commas, each as Python's `str` writes it. */
const valueInKey = (key: string, p: number, values: readonly Value[]): Value | undefined => {
  const part = key.split(',')[p]?.trim()
  return values.find(value => {
    if (typeof value === 'number') return part !== '' && Number(part) === value
    return part === (typeof value === 'boolean' ? (value ? 'True' : 'False') : value)
  })
}
