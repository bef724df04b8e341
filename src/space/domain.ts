import type { Value } from '../core/index.js'
import type { IntegerParameter, Parameter, RealParameter, Space } from './space.js'

/** A parameter made ready for use: its values by index, and their place in [0, 1]. */
export interface Domain {
  readonly name: string
  readonly parameter: Parameter
  /** Number of values; Infinity for a real parameter without a step. */
  readonly size: number
  /** Whether neighbouring indices are near to each other. */
  readonly ordered: boolean
  /** What is expected of a value, for messages. */
  readonly expected: string
  valueAt(index: number): Value
  /** Index of a value, or -1 where it is none of them. A real parameter without a step has index 0 for all its values. */
  indexOf(value: unknown): number
  /** Place of a value in [0, 1], in the parameter's scale; for unordered values their index over the last index. */
  positionOf(value: Value): number
  /** The value nearest to a place in [0, 1]. */
  valueNear(position: number): Value
  /** The value that belongs to a part in [0, 1): parts that are uniform give values that are, in the parameter's scale. */
  valueOf(part: number): Value
  /** Canonical text of a value: distinct for distinct values, a JSON text. */
  textOf(value: Value): string
}

/** Compiles a checked parameter. */
export const domainOf = (name: string, parameter: Parameter): Domain => {
  switch (parameter.kind) {
    case 'choice':
    case 'ordinal':
      return listDomain(name, parameter, parameter.values, parameter.kind === 'ordinal')
    case 'flag':
      return listDomain(name, parameter, [false, true], false)
    case 'integer':
      return steppedDomain(name, parameter, parameter.step)
    case 'real':
      return parameter.step === undefined
        ? continuousDomain(name, parameter)
        : steppedDomain(name, parameter, parameter.step)
  }
}

/** Values up to which an order may be one in name only. */
const FEW = 6

/** Whether any value may be as near as the next one: there is no order, or one of a few values, which often are names rather than sizes. */
export const isNominal = ({ ordered, size }: Domain): boolean => !ordered || size <= FEW

const domainsBySpace = new WeakMap<Space, readonly Domain[]>()

/** The parameters of a space, made ready for use, in declared order; made once for each space. */
export const domainsOf = (space: Space): readonly Domain[] => {
  const made = domainsBySpace.get(space)
  if (made) return made
  const domains = space.names.map(name => domainOf(name, space.parameters[name] as Parameter))
  domainsBySpace.set(space, domains)
  return domains
}

/** Whether a space has no real parameter without steps. */
export const isDiscrete = (space: Space): boolean =>
  domainsOf(space).every(({ size }) => size < Number.POSITIVE_INFINITY)

const listDomain = (name: string, parameter: Parameter, values: readonly Value[], ordered: boolean): Domain => {
  const indices = new Map<unknown, number>()
  for (let i = 0; i < values.length; i++) indices.set(values[i], i)
  const last = Math.max(values.length - 1, 1)
  return {
    name,
    parameter,
    size: values.length,
    ordered,
    get expected() {
      return values.length > 12 ? `one of ${values.length} values` : `one of ${values.map(textOf).join(', ')}`
    },
    valueAt: index => values[index] as Value,
    indexOf: value => indices.get(value) ?? -1,
    positionOf: value => (indices.get(value) ?? 0) / last,
    valueNear: position => values[Math.min(values.length - 1, Math.round(unit(position) * last))] as Value,
    valueOf: part => values[Math.floor(part * values.length)] as Value,
    textOf,
  }
}

/** Numbers are by far the most values, and need no quotes. */
const textOf = (value: Value): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))

/** low, low + step, ... up to high; low and step may be whole or real. */
const steppedDomain = (name: string, parameter: IntegerParameter | RealParameter, step: number): Domain => {
  const { low, high } = parameter
  // Counted in units of the last decimal place of low and step, so that 0 + 3 * 0.1 is 0.3.
  const unitsPerOne = 10 ** Math.min(15, Math.max(decimalsOf(low), decimalsOf(step)))
  const [lowUnits, stepUnits] = [Math.round(low * unitsPerOne), Math.round(step * unitsPerOne)]
  const exact = lowUnits / unitsPerOne === low && stepUnits / unitsPerOne === step
  const valueAt = exact
    ? (index: number): number => (lowUnits + index * stepUnits) / unitsPerOne
    : (index: number): number => low + index * step
  const size = Math.floor((high - low) / step + 1e-9) + 1
  const top = valueAt(size - 1)
  const indexNear = (value: number): number => Math.max(0, Math.min(size - 1, Math.round((value - low) / step)))
  const scale = scaleOf(low, top, parameter.scale === 'log')
  const around = scaleOf(Math.max(low - step / 2, low / 2), top + step / 2, true)
  return {
    name,
    parameter,
    size,
    ordered: true,
    expected: `a ${parameter.kind === 'integer' ? 'whole number' : 'number'} in [${low}, ${high}]${step === 1 ? '' : ` in steps of ${step} from ${low}`}`,
    valueAt,
    indexOf: value => {
      if (typeof value !== 'number') return -1
      const index = Math.round((value - low) / step)
      return index >= 0 && index < size && Math.abs(valueAt(index) - value) <= step * 1e-9 ? index : -1
    },
    positionOf: value => scale.positionOf(value as number),
    valueNear: position => valueAt(indexNear(scale.valueAt(position))),
    // On a logarithmic scale each value has all that is nearer to it than to its neighbours.
    valueOf:
      parameter.scale === 'log'
        ? part => valueAt(indexNear(around.valueAt(part)))
        : part => valueAt(Math.floor(part * size)),
    textOf: String,
  }
}

const continuousDomain = (name: string, parameter: RealParameter): Domain => {
  const { low, high } = parameter
  const scale = scaleOf(low, high, parameter.scale === 'log')
  return {
    name,
    parameter,
    size: Number.POSITIVE_INFINITY,
    ordered: true,
    expected: `a number in [${low}, ${high}]`,
    valueAt: () => low,
    indexOf: value => (typeof value === 'number' && value >= low && value <= high ? 0 : -1),
    positionOf: value => scale.positionOf(value as number),
    valueNear: scale.valueAt,
    valueOf: scale.valueAt,
    textOf: String,
  }
}

interface Place {
  positionOf(value: number): number
  valueAt(position: number): number
}

/** Between values in [low, high] and places in [0, 1]; both ends are exact. */
const scaleOf = (low: number, high: number, log: boolean): Place => {
  const span = log ? Math.log(high) - Math.log(low) : high - low
  const inside = (value: number): number => Math.max(low, Math.min(high, value))
  return {
    positionOf: value => (span === 0 ? 0 : unit((log ? Math.log(value) - Math.log(low) : value - low) / span)),
    valueAt: position => {
      const place = unit(position)
      if (place === 1) return high
      return inside(log ? low * Math.exp(place * span) : low + place * span)
    },
  }
}

/** Into [0, 1]; NaN becomes 0. */
const unit = (position: number): number => (position > 0 ? Math.min(position, 1) : 0)

/** Digits after the point of a number's shortest decimal text. */
const decimalsOf = (value: number): number => {
  const [mantissa = '', exponent = '0'] = String(value).split('e')
  return Math.max(0, (mantissa.split('.')[1] ?? '').length - Number(exponent))
}
