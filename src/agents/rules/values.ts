import type { Value } from '../../core/index.js'
import type { Domain } from '../../space/index.js'

// Numbers among the values of a parameter.

/** Inclusive. */
interface Bounds {
  readonly low?: number
  readonly high?: number
}

/** Whether all values of a parameter are numbers. */
export const isNumeric = ({ parameter }: Domain): boolean => {
  switch (parameter.kind) {
    case 'integer':
    case 'real':
      return true
    case 'choice':
    case 'ordinal':
      return parameter.values.every(value => typeof value === 'number')
    case 'flag':
      return false
  }
}

/**
 * The value of a numeric parameter that is nearest to `target` among those that lie on its side of the present one, within the bounds;
 * of two as near the one next to the present value. Undefined where there is none.
 */
export const nearestFrom = (
  domain: Domain,
  present: number,
  target: number,
  bounds: Bounds = {},
): Value | undefined => {
  const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = bounds
  const { parameter } = domain
  const isUp = target > present
  if (target === present) return undefined
  switch (parameter.kind) {
    case 'flag':
      return undefined
    case 'choice':
    case 'ordinal': {
      const values = (parameter.values as readonly number[]).filter(
        value => value >= low && value <= high && (isUp ? value > present : value < present),
      )
      const order = (a: number, b: number): number =>
        Math.abs(a - target) - Math.abs(b - target) || Math.abs(a - present) - Math.abs(b - present)
      return values.sort(order)[0]
    }
    case 'integer':
    case 'real': {
      const { step } = parameter
      if (step === undefined) {
        const inside = Math.min(Math.max(target, low, parameter.low), high, parameter.high)
        return inside >= low && (isUp ? inside > present : inside < present) ? inside : undefined
      }
      const place = (value: number): number => (value - parameter.low) / step
      const index = domain.indexOf(present)
      const first = Math.max(0, Math.ceil(place(low) - SLACK), isUp ? index + 1 : 0)
      const last = Math.min(domain.size - 1, Math.floor(place(high) + SLACK), isUp ? domain.size : index - 1)
      if (first > last) return undefined
      const nearest = isUp ? Math.ceil(place(target) - 0.5) : Math.round(place(target))
      return domain.valueAt(Math.max(first, Math.min(last, nearest)))
    }
  }
}

/** Steps by which a bound may miss a value by rounding. */
const SLACK = 1e-9

/** Part of its scale by which a real parameter without a step moves, as to neighbours in the space. */
const REAL_STEP = 1 / 16

/** The next value up or down: of numbers by size, of other values in the order of the parameter. */
export const nextFrom = (domain: Domain, present: Value, direction: 1 | -1): Value | undefined => {
  if (domain.size === Number.POSITIVE_INFINITY) {
    const value = domain.valueNear(domain.positionOf(present) + direction * REAL_STEP)
    return value === present ? undefined : value
  }
  const index = domain.indexOf(present)
  const { parameter } = domain
  if (parameter.kind === 'integer' || parameter.kind === 'real' || !isNumeric(domain)) {
    const next = index + direction
    return next >= 0 && next < domain.size ? domain.valueAt(next) : undefined
  }
  const values = (parameter as { readonly values: readonly number[] }).values.toSorted((a, b) => a - b)
  return values[values.indexOf(present as number) + direction]
}

/** The parameter's own value for what a user wrote: of numbers the nearest one, otherwise itself; undefined where it is none. */
export const snapped = (domain: Domain, value: unknown): Value | undefined => {
  if (domain.indexOf(value) !== -1) return value as Value
  const { parameter } = domain
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined
  if (parameter.kind === 'integer' || parameter.kind === 'real') return domain.valueNear(domain.positionOf(value))
  if (parameter.kind !== 'ordinal' || !isNumeric(domain)) return undefined
  const distance = (other: Value): number => Math.abs((other as number) - value)
  return parameter.values.reduce((best, other) => (distance(other) < distance(best) ? other : best))
}
