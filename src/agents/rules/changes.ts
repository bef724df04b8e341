import { show, type Value } from '../../core/index.js'
import type { Domain } from '../../space/index.js'
import { isNumeric, nearestFrom, nextFrom } from './values.js'

/** What a rule does to one parameter. */
export interface Adjustment<K extends string = string> {
  readonly parameter: K
  /** What the parameter has to be, where it is something else. */
  refuses(domain: Domain): string | undefined
  /** The value in place of the present one; undefined where there is no other to take. */
  from(present: Value, domain: Domain): Value | undefined
}

/** A bound above which no value is taken. */
interface UpTo {
  /** Inclusive, in the parameter's unit. Default: none. */
  readonly upTo?: number
}

/** A bound below which no value is taken. */
interface DownTo {
  /** Inclusive, in the parameter's unit. Default: none. */
  readonly downTo?: number
}

/**
 * The value nearest to half the present one, and another one than it. For parameters of numbers; others are InvalidAgent once the agent is made.
 *
 * @example halve('batch', { downTo: 4 }) // of ordinal(1, 4, 16): 16 -> 4
 */
export const halve = <const K extends string>(parameter: K, { downTo }: DownTo = {}): Adjustment<K> =>
  ofNumbers('halve', parameter, (present, domain) =>
    nearestFrom(domain, present, present / 2, { ...(downTo !== undefined && { low: downTo }) }),
  )

/** The value nearest to double the present one, and another one than it. For parameters of numbers; others are InvalidAgent once the agent is made. */
export const double = <const K extends string>(parameter: K, { upTo }: UpTo = {}): Adjustment<K> =>
  ofNumbers('double', parameter, (present, domain) =>
    nearestFrom(domain, present, present * 2, { ...(upTo !== undefined && { high: upTo }) }),
  )

/**
 * The next value up: of numbers the next larger one, of other ordinal values the next in order, of a real parameter without a
 * step a sixteenth of its scale. InvalidAgent for parameters without an order, and for a bound on values that are no numbers.
 */
export const raise = <const K extends string>(parameter: K, { upTo }: UpTo = {}): Adjustment<K> =>
  step('raise', parameter, 1, upTo)

/** The next value down; as `raise`. */
export const lower = <const K extends string>(parameter: K, { downTo }: DownTo = {}): Adjustment<K> =>
  step('lower', parameter, -1, downTo)

/** One value; InvalidAgent, once the agent is made, where the parameter does not have it. */
export const set = <const K extends string>(parameter: K, value: Value): Adjustment<K> => ({
  parameter,
  refuses: domain => (domain.indexOf(value) === -1 ? `have ${show(value)} among its values` : undefined),
  from: () => value,
})

/** The largest value that is not above `limit`, where the present one is. For parameters of numbers; others are InvalidAgent once the agent is made. */
export const cap = <const K extends string>(parameter: K, limit: number): Adjustment<K> =>
  ofNumbers('cap', parameter, (present, domain) =>
    present > limit ? nearestFrom(domain, present, limit, { high: limit }) : undefined,
  )

const ofNumbers = <K extends string>(
  name: string,
  parameter: K,
  from: (present: number, domain: Domain) => Value | undefined,
): Adjustment<K> => ({
  parameter,
  refuses: domain => (isNumeric(domain) ? undefined : `be one of numbers for ${name}`),
  from: (present, domain) => from(present as number, domain),
})

const step = <K extends string>(name: string, parameter: K, direction: 1 | -1, bound?: number): Adjustment<K> => ({
  parameter,
  refuses: domain => {
    if (!domain.ordered) return `have an order for ${name}`
    return bound === undefined || isNumeric(domain) ? undefined : `be one of numbers for ${name} with a bound`
  },
  from: (present, domain) => {
    const next = nextFrom(domain, present, direction)
    if (next === undefined || bound === undefined) return next
    return direction * (next as number) <= direction * bound ? next : undefined
  },
})
