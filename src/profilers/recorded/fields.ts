import type { Value } from '../../core/index.js'
import { mean } from '../../numeric/index.js'
import { choice, ordinal, type Parameter } from '../../space/index.js'
import { expected } from './malformed.js'

/** Where a record stands, asked for only where something is wrong. */
export type Place = () => string

export const isValue = (item: unknown): item is Value =>
  typeof item === 'string' || typeof item === 'boolean' || (typeof item === 'number' && Number.isFinite(item))

/** Texts are alternatives; numbers and booleans have the order in which they are listed, as in a T1 file. */
export const parameterOf = (values: readonly Value[]): Parameter =>
  values.some(value => typeof value === 'string') ? choice(...values) : ordinal(...values)

/** The distinct values of a column as a parameter: numbers ascending, others in order of appearance. */
export const parameterSeen = (column: readonly (Value | undefined)[]): Parameter => {
  const seen = [...new Set(column)].filter(value => value !== undefined)
  return parameterOf(seen.every(value => typeof value === 'number') ? seen.sort((a, b) => a - b) : seen)
}

/** The numbers of a list, times `scale`. Throws Malformed. */
export const numbersOf = (list: unknown, name: string, scale: number, place: Place): number[] => {
  if (!Array.isArray(list)) return expected(`a list \`${name}\``, place(), list)
  return list.map(item => (isNumber(item) ? item * scale : expected(`finite numbers in \`${name}\``, place(), item)))
}

/**
 * The named fields of a record that are there, as parts of its cost in ms. Where only the repeated runs were timed, they are what the
 * benchmark took at least. Throws Malformed for what is no time.
 */
export const costsOf = (
  fields: Readonly<Record<string, unknown>>,
  parts: Readonly<Record<string, string>>,
  scale: number,
  runsMs: readonly number[] | undefined,
  place: Place,
): ReadonlyMap<string, number> => {
  const costs = new Map<string, number>()
  for (const field in parts) {
    const time = fields[field]
    if (time === undefined || time === null) continue
    if (!isNumber(time) || time < 0) return expected(`a time of 0 or more for \`${field}\``, place(), time)
    costs.set(parts[field] as string, time * scale)
  }
  if (runsMs !== undefined && !costs.has('benchmark')) {
    costs.set(
      'benchmark',
      runsMs.reduce((sum, runMs) => sum + runMs, 0),
    )
  }
  return costs
}

/** The runs behind a metric, where its value is their mean; where it is another figure, it stands alone. */
export const samplesOf = (
  metric: string,
  runs: readonly number[] | undefined,
  metrics: ReadonlyMap<string, number>,
): ReadonlyMap<string, readonly number[]> => {
  const value = metrics.get(metric)
  const isMean = value !== undefined && runs !== undefined && Math.abs(mean(runs) - value) <= 1e-6 * Math.abs(value)
  return new Map(isMean ? [[metric, runs]] : [])
}

export const isNumber = (item: unknown): item is number => typeof item === 'number' && Number.isFinite(item)

export const textOf = (item: unknown): string => (typeof item === 'string' ? item : '')

export const recordOf = (item: unknown): Readonly<Record<string, unknown>> =>
  typeof item === 'object' && item !== null && !Array.isArray(item) ? (item as Readonly<Record<string, unknown>>) : {}
