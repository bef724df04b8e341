import type { Config, Value } from '../../core/index.js'
import { domainsOf } from '../../space/index.js'
import { textOf } from './fields.js'
import { KERNEL_TUNER_COSTS } from './kernel-tuner.js'
import { recordedName } from './metrics.js'
import type { RecordedSpace } from './recorded-space.js'
import type { RecordedFailure } from './records.js'
import { costsAt, failureAt, figuresAt, samplesAt } from './row.js'

export interface KernelTunerCacheOptions {
  /** Default: the one that was read, or the name of the recording. */
  readonly kernelName?: string
  /** Default: the one that was read, or the fingerprint of the machine. */
  readonly deviceName?: string
  /** Kernel Tuner wants the same to be named again. Default: the one that was read, or 1. */
  readonly problemSize?: number | readonly number[]
}

/**
 * The text of a cache file that Kernel Tuner's simulation mode reads, and `readRecorded`. It has three errors: what failed to compile,
 * what broke its constraints (`InvalidConfig`, where that was recorded), and anything else, `RuntimeFailedConfig`. An inactive parameter is null, Python's
 * None. Costs of other parts than Kernel Tuner's are in `benchmark_time`. Only samples of the time are kept.
 *
 * @param recording what `readRecorded` or `recordedTrials` gave
 */
export const toKernelTunerCache = (recording: RecordedSpace, options: KernelTunerCacheOptions = {}): string => {
  const { name, machine, space, objective, header } = recording
  const all = space.enumerate()
  const inactive = new Set<string>()
  const entries = Array.from({ length: recording.length }, (_, row) => {
    const config = all.at(row)
    const values = space.names.map(parameter => config[parameter] ?? null)
    for (const [p, value] of values.entries()) if (value === null) inactive.add(space.names[p] as string)
    return `${JSON.stringify(values.map(pythonText).join(','))}: ${JSON.stringify(entryOf(recording, row, config))}`
  })
  const parameters = domainsOf(space).map(domain => {
    const values: (Value | null)[] = Array.from({ length: domain.size }, (_, i) => domain.valueAt(i))
    return [domain.name, inactive.has(domain.name) ? [...values, null] : values] as const
  })
  const head = {
    device_name: options.deviceName ?? (textOf(header.device_name) || machine),
    kernel_name: options.kernelName ?? (textOf(header.kernel_name) || name),
    problem_size: options.problemSize ?? header.problem_size ?? 1,
    tune_params_keys: space.names,
    tune_params: Object.fromEntries(parameters),
    objective: recordedName(objective.spec.name),
  }
  const members = Object.entries(head).map(([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)},\n`)
  // One entry to a line, and these last three characters: by them Kernel Tuner knows a file that was closed.
  return `{\n${members.join('')}"cache": {\n${entries.join(',\n')}\n}\n}`
}

const FIELDS: ReadonlyMap<string, string> = new Map(
  Object.entries(KERNEL_TUNER_COSTS).map(([field, part]) => [part, field]),
)

const entryOf = (recording: RecordedSpace, row: number, config: Config): Readonly<Record<string, unknown>> => {
  const { names } = recording.space
  const failure = failureAt(recording, row)
  const error = failure && errorOf(failure)
  const figures = figuresAt(recording, row)
  const time = figures.find(([{ spec }]) => spec.name === 'timeMs')?.[0]
  const times = time === undefined ? [] : samplesAt(time, row)
  return {
    ...Object.fromEntries(names.map(parameter => [parameter, config[parameter] ?? null])),
    ...Object.fromEntries(figures.map(([{ spec }, value]) => [recordedName(spec.name), value])),
    // Earlier versions have the error in place of the objective, later ones under a name of its own.
    ...(error !== undefined && { [recordedName(recording.objective.spec.name)]: error, __error__: error }),
    ...(times.length > 0 && { times }),
    ...costsAt(recording, row, FIELDS),
  }
}

const errorOf = ({ tag, text }: RecordedFailure): string => {
  if (text === 'InvalidConfig' || text === 'constraints') return 'InvalidConfig'
  return tag === 'CompileFailed' ? 'CompilationFailedConfig' : 'RuntimeFailedConfig'
}

/** What Python's `str` makes of a value that it reads from JSON: small fractions have another notation there. */
const pythonText = (value: Value | null): string => {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  if (typeof value === 'string' || value === 0 || Math.abs(value) >= 1e-4) return String(value)
  const [digits, exponent = ''] = value.toExponential().split('e-')
  return `${digits}e-${exponent.padStart(2, '0')}`
}
