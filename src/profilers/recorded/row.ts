import type { RecordedMetric, RecordedSpace } from './recorded-space.js'
import type { RecordedFailure } from './records.js'

/** What a format has no word for is told as time of the benchmark. */
const REST = 'benchmark'

/** The failure of a row; undefined where it was measured. */
export const failureAt = ({ failed, failures }: RecordedSpace, row: number): RecordedFailure | undefined =>
  failures[(failed[row] as number) - 1]

/** The figures that a row has. */
export const figuresAt = ({ metrics }: RecordedSpace, row: number): readonly (readonly [RecordedMetric, number])[] =>
  metrics.flatMap(metric => {
    const value = metric.values[row] as number
    return Number.isNaN(value) ? [] : [[metric, value] as const]
  })

/** The samples behind a metric; empty where none were kept. */
export const samplesAt = ({ samples }: RecordedMetric, row: number): readonly number[] =>
  samples === undefined ? [] : [...samples.values.subarray(samples.offsets[row], samples.offsets[row + 1])]

/** Milliseconds of a row, by fields that stand for parts of the cost. All of the cost is in them. */
export const costsAt = (
  { costs }: RecordedSpace,
  row: number,
  fieldOf: ReadonlyMap<string, string>,
): Readonly<Record<string, number>> => {
  const fields: Record<string, number> = {}
  for (const field of fieldOf.values()) fields[field] = 0
  for (const [part, column] of Object.entries(costs)) {
    const field = fieldOf.get(part) ?? (fieldOf.get(REST) as string)
    fields[field] = (fields[field] as number) + (column[row] as number)
  }
  return fields
}
