import { show } from '../../core/index.js'
import { noValue, Problem } from './problem.js'
import type { Arithmetic, Comparison } from './tree.js'

// Python's values and operators. Whole and real numbers are both JavaScript numbers: the difference shows only beyond 2^53,
// where Python's whole numbers stay exact and ours do not.

/** What an expression can have as its value; null is None. */
export type Item = number | string | boolean | null | readonly Item[]

const MAX_LIST = 1_000_000

export const isTrue = (item: Item): boolean => (Array.isArray(item) ? item.length > 0 : Boolean(item))

/** A number, or True and False as 1 and 0; undefined for anything else. */
const numberOf = (item: Item): number | undefined =>
  typeof item === 'number' ? item : typeof item === 'boolean' ? Number(item) : undefined

/** As `numberOf`, or a Problem at `at`. */
export const toNumber = (item: Item, at: number, place: string): number => {
  const number = numberOf(item)
  if (number === undefined) throw new Problem(`expected a number ${place}, got ${show(item)}`, at)
  return number
}

export const arithmetic = (operator: Arithmetic, left: Item, right: Item, at: number): Item => {
  const a = numberOf(left)
  const b = numberOf(right)
  if (a !== undefined && b !== undefined) return NUMERIC[operator](a, b)
  if (operator === '+') {
    if (typeof left === 'string' && typeof right === 'string') return left + right
    if (Array.isArray(left) && Array.isArray(right)) return [...left, ...right]
  }
  if (operator === '*') {
    if (b !== undefined && isSequence(left)) return repeat(left, b, at)
    if (a !== undefined && isSequence(right)) return repeat(right, a, at)
  }
  throw new Problem(`expected operands that \`${operator}\` can combine, got ${show(left)} and ${show(right)}`, at)
}

/** Remainder with the sign of the divisor. */
export const modulo = (a: number, b: number): number => {
  if (b === 0) throw noValue
  const rest = a % b
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest
}

/** Floor of the quotient, from the remainder, as dividing first could round up to the next whole number (CPython's float_floor_div). */
export const floorDivide = (a: number, b: number): number => {
  if (b === 0) throw noValue
  const rest = a % b
  const quotient = (a - rest) / b - (rest !== 0 && rest < 0 !== b < 0 ? 1 : 0)
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

export const divide = (a: number, b: number): number => {
  if (b === 0) throw noValue
  return a / b
}

const power = (a: number, b: number): number => {
  const result = a ** b
  // 0 ** -1 divides by zero; (-8) ** 0.5 is complex.
  if ((a === 0 && b < 0) || Number.isNaN(result)) throw noValue
  return result
}

const NUMERIC: Readonly<Record<Arithmetic, (a: number, b: number) => number>> = {
  '+': (a, b) => a + b,
  '-': (a, b) => a - b,
  '*': (a, b) => a * b,
  '/': divide,
  '//': floorDivide,
  '%': modulo,
  '**': power,
}

const isSequence = (item: Item): item is string | readonly Item[] => typeof item === 'string' || Array.isArray(item)

const repeat = (sequence: string | readonly Item[], times: number, at: number): Item => {
  const count = Math.max(0, times)
  if (sequence.length * count > MAX_LIST) throw new Problem(`expected at most ${MAX_LIST} items, got more`, at)
  return typeof sequence === 'string' ? sequence.repeat(count) : Array.from({ length: count }, () => sequence).flat()
}

const equal = (left: Item, right: Item): boolean => {
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, i) => equal(item, right[i] as Item))
  }
  return (numberOf(left) ?? left) === (numberOf(right) ?? right)
}

/** Negative, 0 or positive, for numbers, texts, and lists of them. */
export const order = (left: Item, right: Item, at: number): number => {
  const a = numberOf(left)
  const b = numberOf(right)
  if (a !== undefined && b !== undefined) return a - b
  if (typeof left === 'string' && typeof right === 'string') return left < right ? -1 : left > right ? 1 : 0
  if (Array.isArray(left) && Array.isArray(right)) {
    const i = left.findIndex((item, i) => i >= right.length || !equal(item, right[i] as Item))
    if (i === -1) return left.length - right.length
    return i >= right.length ? 1 : order(left[i] as Item, right[i] as Item, at)
  }
  throw new Problem(`expected two numbers or two texts to compare, got ${show(left)} and ${show(right)}`, at)
}

export const compare = (operator: Comparison, left: Item, right: Item, at: number): boolean => {
  switch (operator) {
    case '==':
      return equal(left, right)
    case '!=':
      return !equal(left, right)
    case 'in':
      return contains(left, right, at)
    case 'not in':
      return !contains(left, right, at)
    case '<':
      return order(left, right, at) < 0
    case '<=':
      return order(left, right, at) <= 0
    case '>':
      return order(left, right, at) > 0
    case '>=':
      return order(left, right, at) >= 0
  }
}

const contains = (item: Item, container: Item, at: number): boolean => {
  if (Array.isArray(container)) return container.some(other => equal(item, other))
  if (typeof container === 'string' && typeof item === 'string') return container.includes(item)
  throw new Problem(`expected a list (or two texts) for \`in\`, got ${show(container)}`, at)
}

/** The items that a comprehension, `list`, `min` or `max` goes over. */
export const itemsOf = (item: Item, at: number): readonly Item[] => {
  if (Array.isArray(item)) return item
  if (typeof item === 'string') return [...item]
  throw new Problem(`expected a list, got ${show(item)}`, at)
}

export const subscript = (sequence: Item, index: Item, at: number): Item => {
  const items = itemsOf(sequence, at)
  const position = toNumber(index, at, 'as a subscript')
  const item = items[position < 0 ? items.length + position : position]
  if (item === undefined) {
    throw new Problem(
      `expected a whole number from ${-items.length} to ${items.length - 1} as a subscript, got ${position}`,
      at,
    )
  }
  return item
}

/** The numbers of Python's range(start, stop, step), as a list. */
export const range = (inputs: readonly number[], at: number): readonly number[] => {
  const [start, stop, step] =
    inputs.length === 1 ? [0, inputs[0] as number, 1] : [inputs[0] as number, inputs[1] as number, inputs[2] ?? 1]
  if (step === 0) throw new Problem('expected a step other than 0 for `range`, got 0', at)
  const length = Math.max(0, Math.ceil((stop - start) / step))
  if (length > MAX_LIST) throw new Problem(`expected at most ${MAX_LIST} items, got ${length}`, at)
  return Array.from({ length }, (_, i) => start + i * step)
}

/** To the nearest whole number, halves to the even one. */
export const roundHalfEven = (value: number): number => {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest < 0.5 || (rest === 0.5 && floor % 2 === 0) ? floor : floor + 1
}
