import { fault, ParetuneError, show } from '../core/index.js'

/** The error for an option that is out of its range. */
export const invalidOption = (owner: string, name: string, expected: string, got: unknown): ParetuneError =>
  new ParetuneError(fault('InvalidAgent', `${owner}: expected ${expected} for \`${name}\`, got ${show(got)}`))

/** Throws InvalidAgent where a value is no whole number of at least `least`. */
export const checkWhole = (owner: string, name: string, value: number, least: number): void => {
  if (!(Number.isInteger(value) && value >= least)) {
    throw invalidOption(owner, name, `a whole number of at least ${least}`, value)
  }
}

/** Throws InvalidAgent where a value is no number in [low, high]; the smallest and the largest of all numbers stand for an open end. */
export const checkWithin = (owner: string, name: string, value: number, low: number, high: number): void => {
  if (typeof value === 'number' && value >= low && value <= high) return
  const [isAbove, isEndless] = [low === Number.MIN_VALUE, high === Number.MAX_VALUE]
  const range = isAbove ? `(0, ${high}]` : `[${low}, ${high}]`
  const endless = isAbove ? 'above 0' : `of at least ${low}`
  throw invalidOption(owner, name, isEndless ? `a number ${endless}` : `a number in ${range}`, value)
}

/** Throws InvalidAgent where a value is none of a list. */
export const checkOneOf = (owner: string, name: string, value: string, allowed: readonly string[]): void => {
  if (!allowed.includes(value)) throw invalidOption(owner, name, `one of ${allowed.join(', ')}`, value)
}
