import { type Either, isLeft, left, right } from '../core/fp.js'
import { type Config, fault, type Json, messageOf, type SpaceError, show, type Value } from '../core/index.js'
import type { Parameters } from './constraints.js'
import { evaluateExpression } from './expression/expression.js'
import { makeSpace } from './make.js'
import { choice, ordinal } from './parameters.js'
import type { Parameter, Space } from './space.js'

/** What a T1 input file says. */
export interface T1Input {
  /** `General.BenchmarkName`, or an empty text. */
  readonly name: string
  readonly space: Space
  /** `Default` of each parameter that has one. In files of the wild they need not be valid, nor make a valid configuration. */
  readonly defaults: Config
  /** The whole document, untouched: `KernelSpecification`, `Search`, `Budget`, ... */
  readonly document: Readonly<Record<string, Json>>
}

/**
 * Reads a T1 input file, as text or as parsed JSON. Numbers become ordinal parameters in the order given, texts choices; the
 * `Conditions` become constraints.
 *
 * @see https://github.com/odgaard/TuningSchema
 */
export const readT1 = (input: unknown): Either<SpaceError, T1Input> => {
  const document = typeof input === 'string' ? parseJson(input) : right(input as Json)
  if (isLeft(document)) return document
  const root = recordOf(document.right)
  const declared = recordOf(root.ConfigurationSpace)
  if (!Array.isArray(declared.TuningParameters))
    return wrong('a list `ConfigurationSpace.TuningParameters`', declared.TuningParameters)
  const parameters: Record<string, Parameter> = {}
  const defaults: Record<string, Value> = {}
  for (const [position, item] of (declared.TuningParameters as readonly Json[]).entries()) {
    const { Name: name, Type: type, Values: values, Default: initial } = recordOf(item)
    if (typeof name !== 'string') return wrong(`a \`Name\` for parameter ${position + 1}`, name)
    if (Object.hasOwn(parameters, name)) return wrong('parameter names that differ', name)
    const parameter = readParameter(name, type, values)
    if (isLeft(parameter)) return parameter
    parameters[name] = parameter.right
    const value = Array.isArray(initial) && initial.length === 1 ? initial[0] : initial
    if (isValue(value)) defaults[name] = value
  }
  const where: string[] = []
  for (const [position, item] of ((declared.Conditions ?? []) as readonly Json[]).entries()) {
    const { Expression: expression } = recordOf(item)
    if (typeof expression !== 'string') return wrong(`an \`Expression\` for condition ${position + 1}`, expression)
    where.push(expression)
  }
  const space = makeSpace(parameters as Parameters, { where })
  if (isLeft(space)) return space
  const name = recordOf(root.General).BenchmarkName
  return right({ name: typeof name === 'string' ? name : '', space: space.right, defaults, document: root })
}

const readParameter = (
  name: string,
  type: Json | undefined,
  values: Json | undefined,
): Either<SpaceError, Parameter> => {
  const listed = typeof values === 'string' ? evaluateExpression(values) : right(values)
  if (isLeft(listed)) return left({ ...listed.left, message: `the values of \`${name}\`: ${listed.left.message}` })
  const items = listed.right
  if (!Array.isArray(items) || !items.every(isValue)) return wrong(`a list of values for \`${name}\``, items)
  return right(type === 'string' || items.some(item => typeof item === 'string') ? choice(...items) : ordinal(...items))
}

const isValue = (item: unknown): item is Value => ['number', 'string', 'boolean'].includes(typeof item)

const recordOf = (json: unknown): Readonly<Record<string, Json>> =>
  typeof json === 'object' && json !== null && !Array.isArray(json) ? (json as Record<string, Json>) : {}

const parseJson = (text: string): Either<SpaceError, Json> => {
  try {
    return right(JSON.parse(text) as Json)
  } catch (cause) {
    return left(
      fault('InvalidSpace', `expected a T1 file in JSON, got text that does not parse: ${messageOf(cause)}`, { cause }),
    )
  }
}

const wrong = (expected: string, got: unknown): Either<SpaceError, never> =>
  left(fault('InvalidSpace', `expected ${expected}, got ${got === undefined ? 'nothing' : show(got)}`))
