import { isLeft } from '../../core/fp.js'
import { type Json, show, type Value } from '../../core/index.js'
import { type Domain, domainOf } from '../domain.js'
import { checkParameter, choice, flag, integer, ordinal, real } from '../parameters.js'
import type { Parameter } from '../space.js'
import { expected, listOf, Malformed, recordOf } from './malformed.js'

/** A hyperparameter as the file declares it. */
export interface Declared {
  readonly domain: Domain
  readonly initial: Value | undefined
  /** The one value of a constant. */
  readonly constant: Value | undefined
}

/** Reads one of `hyperparameters`. Throws Malformed. */
export const readDeclared = (json: Json, position: number): Declared => {
  const item = recordOf(json, `hyperparameter ${position + 1}`)
  const { name, type, value, default: initial = item.default_value } = item
  if (typeof name !== 'string') return expected('a `name`', `hyperparameter ${position + 1}`, name)
  const parameter = checkParameter(name, parameterOf(item, name))
  if (isLeft(parameter)) throw new Malformed(parameter.left.message)
  return {
    domain: domainOf(name, parameter.right),
    initial: isValue(initial) ? initial : undefined,
    constant: type === 'constant' || type === 'unparametrized' ? (value as Value) : undefined,
  }
}

/** A value that the parameter can take. Throws Malformed. */
export const legal = ({ name, expected: range, indexOf }: Domain, value: unknown, place: string): Value => {
  if (indexOf(value) >= 0) return value as Value
  throw new Malformed(`expected ${range} for \`${name}\` in ${place}, got ${show(value)}`)
}

const parameterOf = (item: Readonly<Record<string, Json>>, name: string): Parameter => {
  const place = `\`${name}\``
  switch (item.type) {
    case 'categorical': {
      const values = valuesOf(item.choices, '`choices`', place)
      return values.length === 2 && values.every(value => typeof value === 'boolean') ? flag() : choice(...values)
    }
    case 'ordinal':
      return ordinal(...valuesOf(item.sequence, '`sequence`', place))
    case 'constant':
    case 'unparametrized':
      return choice(...valuesOf([item.value as Json], '`value`', place))
    // A normal or beta distribution has its bounds alone in common with what we know of parameters.
    case 'uniform_int':
    case 'normal_int':
    case 'beta_int':
      return integer(numberOf(item, 'lower', place), numberOf(item, 'upper', place), spacingOf(item, place))
    case 'uniform_float':
    case 'normal_float':
    case 'beta_float':
      return real(numberOf(item, 'lower', place), numberOf(item, 'upper', place), spacingOf(item, place))
    default:
      return expected('a `type` that ConfigSpace writes', place, item.type)
  }
}

/** `q` is the step of files before ConfigSpace 1.0. */
const spacingOf = (item: Readonly<Record<string, Json>>, place: string) => ({
  scale: item.log === true ? ('log' as const) : ('linear' as const),
  ...(item.q !== undefined && item.q !== null && { step: numberOf(item, 'q', place) }),
})

const numberOf = (item: Readonly<Record<string, Json>>, field: string, place: string): number => {
  const number = item[field]
  return typeof number === 'number' ? number : expected(`a number \`${field}\``, place, number)
}

const valuesOf = (json: Json | undefined, field: string, place: string): readonly Value[] => {
  const values = listOf(json, `${field} of ${place}`)
  const wrong = values.find(value => !isValue(value))
  return wrong === undefined
    ? (values as readonly Value[])
    : expected(`texts, numbers, true or false as ${field}`, place, wrong)
}

const isValue = (json: unknown): json is Value => ['number', 'string', 'boolean'].includes(typeof json)
