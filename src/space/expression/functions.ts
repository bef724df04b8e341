import { Problem } from './problem.js'
import { type Item, isTrue, itemsOf, order, range, roundHalfEven, toNumber } from './python.js'

/** A built-in function of expressions: how many inputs it takes, and what it makes of them. */
export interface Builtin {
  readonly least: number
  readonly most: number
  readonly apply: (inputs: readonly Item[], at: number) => Item
}

const numeric = (name: string, compute: (value: number) => number): Builtin => ({
  least: 1,
  most: 1,
  apply: ([input], at) => compute(toNumber(input as Item, at, `for \`${name}\``)),
})

/** The smallest (sign 1) or largest (sign -1) of the inputs, or of the items of a single list. */
const extreme = (name: string, sign: number): Builtin => ({
  least: 1,
  most: Number.POSITIVE_INFINITY,
  apply: (inputs, at) => {
    const items = inputs.length === 1 ? itemsOf(inputs[0] as Item, at) : inputs
    if (items.length === 0) throw new Problem(`expected at least one item for \`${name}\`, got none`, at)
    return items.reduce((best, item) => (sign * order(item, best, at) < 0 ? item : best))
  },
})

export const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['min', extreme('min', 1)],
  ['max', extreme('max', -1)],
  ['abs', numeric('abs', Math.abs)],
  ['int', numeric('int', Math.trunc)],
  ['float', numeric('float', value => value)],
  ['round', numeric('round', roundHalfEven)],
  ['bool', { least: 1, most: 1, apply: ([input]) => isTrue(input as Item) }],
  ['len', { least: 1, most: 1, apply: ([input], at) => itemsOf(input as Item, at).length }],
  ['list', { least: 0, most: 1, apply: ([input], at) => (input === undefined ? [] : itemsOf(input, at)) }],
  [
    'range',
    {
      least: 1,
      most: 3,
      apply: (inputs, at) =>
        range(
          inputs.map(input => toNumber(input, at, 'for `range`')),
          at,
        ),
    },
  ],
])
