import { recordedName } from './metrics.js'
import type { RecordedSpace } from './recorded-space.js'
import type { RecordedFailure } from './records.js'
import { costsAt, failureAt, figuresAt, samplesAt } from './row.js'

export interface T4Options {
  /** Metrics that were objectives. Default: the recording's. */
  readonly objectives?: readonly string[]
}

/**
 * The text of a T4 results file, of schema version 1.0.0, in the order of the space; `readRecorded` reads it. An inactive parameter is null. Costs that the
 * format has no name for are in `benchmark`, times are milliseconds. Only samples of the time are kept.
 *
 * @param recording what `readRecorded` or `recordedTrials` gave
 * @see https://github.com/odgaard/TuningSchema
 */
export const toT4 = (recording: RecordedSpace, options: T4Options = {}): string => {
  const { space, length, objective } = recording
  const all = space.enumerate()
  const objectives = (options.objectives ?? [objective.spec.name]).map(recordedName)
  const results = Array.from({ length }, (_, row) => {
    const config = all.at(row)
    const failure = failureAt(recording, row)
    const figures = figuresAt(recording, row)
    const time = figures.find(([{ spec }]) => spec.name === 'timeMs')?.[0]
    return JSON.stringify({
      configuration: Object.fromEntries(space.names.map(name => [name, config[name] ?? null])),
      objectives,
      times: { ...costsAt(recording, row, FIELDS), runtimes: time === undefined ? [] : samplesAt(time, row) },
      invalidity: failure === undefined ? 'correct' : invalidityOf(failure),
      correctness: failure === undefined ? 1 : 0,
      measurements: figures.map(([{ spec }, value]) => ({ name: recordedName(spec.name), value, unit: spec.unit })),
    })
  })
  return `{"schema_version":"1.0.0","metadata":{"timeunit":"milliseconds"},"results":[\n${results.join(',\n')}\n]}\n`
}

/** The schema's names, and `benchmark`, which it does not name and files have. */
const FIELDS: ReadonlyMap<string, string> = new Map([
  ['compile', 'compilation_time'],
  ['verification', 'validation'],
  ['benchmark', 'benchmark'],
  ['framework', 'framework'],
  ['strategy', 'search_algorithm'],
])

const invalidityOf = ({ tag, text }: RecordedFailure): string => {
  if (text === 'InvalidConfig' || text === 'constraints') return 'constraints'
  switch (tag) {
    case 'CompileFailed':
      return 'compile'
    case 'TimedOut':
      return 'timeout'
    case 'WrongOutput':
      return 'correctness'
    default:
      return 'runtime'
  }
}
