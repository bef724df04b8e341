import { type Either, left } from '../core/fp.js'
import { canonicalJson, fault, type Json, type SpaceError, show } from '../core/index.js'
import type { Parameters } from './constraints.js'
import { makeSpace } from './make.js'
import type { Parameter, Space } from './space.js'

/** The space that `space.toJSON()` described. Its constraints and conditions must be expressions: functions have no data form. */
export const spaceFromJSON = (json: Json): Either<SpaceError, Space> => {
  const { parameters: listed, where, when } = partsOf(json)
  const parameters: Record<string, Parameter> = {}
  for (const item of listed) {
    const { name, ...parameter } = recordOf(item)
    if (typeof name !== 'string') return wrong('a name for each parameter', item)
    if (Object.hasOwn(parameters, name)) return wrong('parameter names that differ', name)
    parameters[name] = parameter as unknown as Parameter
  }
  for (const rule of [...where, ...Object.values(when)]) {
    if (typeof rule !== 'string') return wrong('constraints and conditions that are expressions', rule)
  }
  return makeSpace<Parameters>(parameters, { where: where as readonly string[], when })
}

/**
 * In words, what differs between two spaces given by their `toJSON()`: as in "`batch`: high was 256, is 128". Empty where the
 * spaces are the same, as far as data tells (two functions of one name are taken to be the same).
 */
export const differences = (before: Json, after: Json): string[] => {
  const [old, now] = [partsOf(before), partsOf(after)]
  const found: string[] = []
  const [oldParameters, nowParameters] = [byName(old.parameters), byName(now.parameters)]
  for (const [name, was] of oldParameters) {
    const is = nowParameters.get(name)
    if (is === undefined) found.push(`\`${name}\` was a parameter, is none`)
    else found.push(...fieldDifferences(name, was, is))
  }
  for (const name of nowParameters.keys())
    if (!oldParameters.has(name)) found.push(`\`${name}\` was no parameter, is one`)
  if (found.length === 0 && [...oldParameters.keys()].join() !== [...nowParameters.keys()].join()) {
    found.push(
      `the order of the parameters was ${[...oldParameters.keys()].join(', ')}, is ${[...nowParameters.keys()].join(', ')}`,
    )
  }

  const [oldRules, nowRules] = [old.where.map(textOf), now.where.map(textOf)]
  for (const rule of oldRules) if (!nowRules.includes(rule)) found.push(`constraint ${rule} was there, is not`)
  for (const rule of nowRules) if (!oldRules.includes(rule)) found.push(`constraint ${rule} was not there, is`)
  for (const name of new Set([...Object.keys(old.when), ...Object.keys(now.when)])) {
    const [was, is] = [old.when[name], now.when[name]].map(rule => (rule === undefined ? 'none' : textOf(rule)))
    if (was !== is) found.push(`the condition of \`${name}\` was ${was}, is ${is}`)
  }
  return found
}

const fieldDifferences = (
  name: string,
  was: Readonly<Record<string, Json>>,
  is: Readonly<Record<string, Json>>,
): string[] => {
  if (was.kind !== is.kind) return [`\`${name}\` was of kind ${was.kind}, is of kind ${is.kind}`]
  const fields = new Set([...Object.keys(was), ...Object.keys(is)])
  return [...fields].flatMap(field => {
    const [before, after] = [was[field], is[field]].map(value => (value === undefined ? 'none' : canonicalJson(value)))
    return before === after ? [] : [`\`${name}\`: ${field} was ${before}, is ${after}`]
  })
}

/** A rule in words: an expression, or a function by its name and parameters. */
const textOf = (rule: Json): string => {
  if (typeof rule === 'string') return `\`${rule}\``
  const { function: name, parameters, list, rows, digest } = recordOf(rule)
  if (typeof list === 'string') return `\`${list}\` (a list of ${rows} rows, ${digest})`
  return `\`${name}\`${Array.isArray(parameters) ? ` (a function of ${parameters.join(', ')})` : ' (a function)'}`
}

const partsOf = (
  json: Json,
): { parameters: readonly Json[]; where: readonly Json[]; when: Readonly<Record<string, Json>> } => {
  const { parameters, where, when } = recordOf(json)
  return { parameters: listOf(parameters), where: listOf(where), when: recordOf(when) }
}

const byName = (parameters: readonly Json[]): ReadonlyMap<string, Readonly<Record<string, Json>>> =>
  new Map(parameters.map(recordOf).map(parameter => [String(parameter.name), parameter]))

const listOf = (json: Json | undefined): readonly Json[] => (Array.isArray(json) ? json : [])

const recordOf = (json: Json | undefined): Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, Json>) : {}

const wrong = (expected: string, got: Json): Either<SpaceError, never> =>
  left(fault('InvalidSpace', `expected ${expected}, got ${show(got)}`))
