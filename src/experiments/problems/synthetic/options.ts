import { fault, ParetuneError, show } from '../../../core/index.js'

/** What an option may be, in words and as a test. */
export interface Check {
  readonly expected: string
  readonly isRequired?: true
  holds(value: unknown): boolean
}

export const whole = (low: number, high: number): Check => ({
  expected: `a whole number in [${low}, ${high}]`,
  holds: value => Number.isInteger(value) && (value as number) >= low && (value as number) <= high,
})

/** A number from `low` on, up to but without `end`. */
export const number = (low: number, end = Number.POSITIVE_INFINITY): Check => ({
  expected: `a number in [${low}, ${end})`,
  holds: value => typeof value === 'number' && value >= low && value < end,
})

export const numbers = (least: number): Check => ({
  expected: `a list of at least ${least} finite numbers`,
  holds: value => Array.isArray(value) && value.length >= least && value.every(Number.isFinite),
})

export const oneOf = (...names: readonly string[]): Check => ({
  expected: `one of ${names.join(', ')}`,
  holds: value => names.includes(value as string),
})

export const required = (check: Check): Check => ({ ...check, isRequired: true })

/** Throws InvalidStudy where an option of a problem is not what it may be. */
export const insist = (holds: boolean, problem: string, option: string, expected: string, got: unknown): void => {
  if (!holds)
    throw new ParetuneError(
      fault('InvalidStudy', `${problem}: expected ${expected} for \`${option}\`, got ${show(got)}`, {
        details: { problem, option },
      }),
    )
}
