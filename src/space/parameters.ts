import { type Either, left, right } from '../core/fp.js'
import { fault, type SpaceError, show, type Value } from '../core/index.js'
import type {
  ChoiceParameter,
  FlagParameter,
  IntegerParameter,
  OrdinalParameter,
  Parameter,
  RealParameter,
  Scale,
} from './space.js'

/** Unordered alternatives: `choice('cpu', 'wasm')`. Their literal types are kept. */
export const choice = <const V extends Value>(...values: readonly V[]): ChoiceParameter<V> => ({
  kind: 'choice',
  values,
})

/** Values in a meaningful order, in which neighbours are adjacent: `ordinal(8, 16, 32, 64)`. */
export const ordinal = <const V extends Value>(...values: readonly V[]): OrdinalParameter<V> => ({
  kind: 'ordinal',
  values,
})

/** Whole numbers low, low + step, ... up to high: `integer(1, 256, { scale: 'log' })`. The step is 1 unless given. */
export const integer = (
  low: number,
  high: number,
  options: { readonly step?: number; readonly scale?: Scale } = {},
): IntegerParameter => ({ kind: 'integer', low, high, step: options.step ?? 1, scale: options.scale ?? 'linear' })

/** Real numbers in [low, high], or with a step low, low + step, ... up to high: `real(1e-5, 1e-1, { scale: 'log' })`. */
export const real = (
  low: number,
  high: number,
  options: { readonly step?: number; readonly scale?: Scale } = {},
): RealParameter => ({
  kind: 'real',
  low,
  high,
  ...(options.step === undefined ? {} : { step: options.step }),
  scale: options.scale ?? 'linear',
})

/** true or false. */
export const flag = (): FlagParameter => ({ kind: 'flag' })

/** The parameter itself where it makes sense, else an InvalidSpace that names it. */
export const checkParameter = (name: string, parameter: Parameter): Either<SpaceError, Parameter> => {
  const problem = problemOf(parameter)
  if (problem === undefined) return right(parameter)
  const [expected, got] = problem
  return left(
    fault('InvalidSpace', `expected ${expected} for \`${name}\`, got ${got}`, { details: { parameter: name } }),
  )
}

/** What was expected of a parameter and what came, or undefined where it is sound. */
const problemOf = (parameter: Parameter): readonly [expected: string, got: string] | undefined => {
  switch (parameter?.kind) {
    case 'flag':
      return undefined
    case 'choice':
    case 'ordinal':
      return problemOfValues(parameter.values)
    case 'integer':
    case 'real':
      return problemOfRange(parameter)
    default:
      return ['a parameter (choice, ordinal, integer, real or flag)', show(parameter)]
  }
}

const problemOfValues = (values: readonly unknown[]): readonly [string, string] | undefined => {
  if (!Array.isArray(values) || values.length === 0) return ['at least one value', 'none']
  const seen = new Set<unknown>()
  for (const value of values) {
    if (typeof value === 'number' ? !Number.isFinite(value) : typeof value !== 'string' && typeof value !== 'boolean') {
      return ['values that are finite numbers, texts, true or false', show(value)]
    }
    if (seen.has(value)) return ['distinct values', `${show(value)} twice`]
    seen.add(value)
  }
  return undefined
}

const problemOfRange = (parameter: IntegerParameter | RealParameter): readonly [string, string] | undefined => {
  const { kind, low, high, step, scale } = parameter
  if (!Number.isFinite(high - low)) return ['finite bounds', `low=${show(low)}, high=${show(high)}`]
  if (low > high) return ['low <= high', `low=${low}, high=${high}`]
  if (step !== undefined && !(Number.isFinite(step) && step > 0)) return ['step > 0', `step=${show(step)}`]
  if (kind === 'integer' && !(Number.isSafeInteger(low) && Number.isSafeInteger(high) && Number.isSafeInteger(step))) {
    return ['whole numbers', `low=${low}, high=${high}, step=${step}`]
  }
  if (scale !== 'linear' && scale !== 'log') return ["scale 'linear' or 'log'", show(scale)]
  if (scale === 'log' && low <= 0) return ['low > 0 with a log scale', `low=${low}`]
  return undefined
}
