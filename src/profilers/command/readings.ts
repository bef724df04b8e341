import { type Either, left, right } from '../../core/fp.js'
import { show } from '../../core/index.js'
import type { CommandMetric, ParsedMetrics } from './definition.js'

/** A metric, and how the program tells it. */
export type ToldMetric = CommandMetric & { readonly name: string }

/** An intermediate result. */
interface Step {
  readonly step: number
  readonly metrics: Readonly<Record<string, number>>
}

/** A promised metric that a program did not tell as it should. */
export interface Missing {
  readonly metric: string
  readonly got: string
}

/** What one run told, value by value. */
export interface Readings {
  /** Reads a line that begins with `{`. Of one with a step or a promised metric all numbers count. */
  line(text: string): Step | undefined
  /** Finds the metrics that have patterns. */
  find(output: { readonly stdout: string; readonly stderr: string }): void
  add(values: ParsedMetrics): void
  /** By metric, what is to be kept of it: finite numbers, one or more. */
  samples(): Either<Missing, ReadonlyMap<string, readonly number[]>>
  /** Parts of the fingerprint, from lines such as `{"machine": {"torch": "2.1.2"}}`. */
  readonly machine: Readonly<Record<string, string>>
  /** Lines that begin as an object does and are none, and the first of them. */
  readonly broken: { readonly count: number; readonly first: string }
}

export const readingsOf = (told: readonly ToldMetric[]): Readings => {
  const values = new Map<string, unknown[]>()
  const machine: Record<string, string> = {}
  const broken = { count: 0, first: '' }
  const add = (fields: Readonly<Record<string, unknown>>): void => {
    for (const [name, value] of Object.entries(fields)) {
      if (value === undefined) continue
      const seen = values.get(name)
      if (seen === undefined) values.set(name, [value])
      else seen.push(value)
    }
  }
  return {
    machine,
    broken,
    add,
    line: text => {
      const object = objectOf(text)
      if (object === undefined && broken.count++ === 0) broken.first = text
      const { step, machine: parts, ...fields } = object ?? {}
      if (typeof parts === 'object') {
        for (const [key, value] of Object.entries(parts ?? {})) machine[key] = String(value)
      }
      if (step === undefined && !told.some(({ name }) => Object.hasOwn(fields, name))) return undefined
      add(fields)
      return typeof step === 'number' ? { step, metrics: numbersOf(fields) } : undefined
    },
    find: output => {
      for (const { name, pattern, from = 'stdout' } of told) {
        if (pattern === undefined) continue
        const all = new RegExp(pattern, pattern.flags.includes('g') ? pattern.flags : `${pattern.flags}g`)
        for (const match of output[from].matchAll(all)) add({ [name]: numberOf(match.groups?.value ?? match[1]) })
      }
    },
    samples: () => {
      const samples = new Map<string, readonly number[]>()
      for (const { name, keep, optional } of told) {
        const kept = keptOf(values.get(name) ?? [], keep)
        const wrong = kept.findIndex(value => !isNumber(value))
        if (wrong >= 0) return left({ metric: name, got: show(kept[wrong]) })
        if (kept.length > 0) samples.set(name, kept.filter(isNumber))
        else if (!optional) return left({ metric: name, got: 'nothing' })
      }
      for (const [name, all] of values) {
        const kept = keptOf(all).filter(isNumber)
        if (!samples.has(name) && kept.length > 0) samples.set(name, kept)
      }
      return right(samples)
    },
  }
}

const keptOf = (values: readonly unknown[], keep: CommandMetric['keep'] = 'last'): readonly unknown[] =>
  (keep === 'all' ? values : values.slice(-1)).flat()

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)

const numbersOf = (fields: Readonly<Record<string, unknown>>): Record<string, number> =>
  Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, number] => isNumber(entry[1])))

/** The number that a text stands for, or else the text. */
const numberOf = (text: string | undefined): unknown =>
  text === undefined || text.trim() === '' || Number.isNaN(Number(text)) ? text : Number(text)

/** JSON has no NaN and no Infinity; Python prints them all the same. */
const NOT_FINITE = /(?<=[:[,]\s*)-?(NaN|Infinity)(?=\s*[,\]}])/g

const objectOf = (text: string): Readonly<Record<string, unknown>> | undefined => {
  try {
    return JSON.parse(text)
  } catch {}
  try {
    return JSON.parse(text.replace(NOT_FINITE, '"$&"'), (_key, value) =>
      /^-?(NaN|Infinity)$/.test(value) ? Number(value) : value,
    )
  } catch {
    return undefined
  }
}
