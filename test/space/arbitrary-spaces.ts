import fc from 'fast-check'
import type { Value } from '#src/core/index.js'
import { choice, defineSpace, flag, integer, on, ordinal, type Parameter, real, type Space } from '#src/space/index.js'

/** A random space of four parameters with rules of every form, and its valid configurations found the slow way. */
export interface Sample {
  /** Throws EmptySpace exactly where nothing is valid. */
  readonly make: () => Space
  readonly valid: readonly Readonly<Record<string, Value>>[]
}

const discrete = (): fc.Arbitrary<Parameter> =>
  fc.oneof(
    fc
      .uniqueArray(fc.constantFrom('x', 'y', 'z', 'w'), { minLength: 1, maxLength: 4 })
      .map(values => choice(...values)),
    fc.uniqueArray(fc.integer({ min: -4, max: 9 }), { minLength: 1, maxLength: 5 }).map(values => ordinal(...values)),
    fc
      .tuple(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 3 }))
      .map(([low, more, step]) => integer(low, low + more, { step, scale: more % 2 === 0 ? 'log' : 'linear' })),
    fc.integer({ min: 1, max: 4 }).map(count => real(0, 0.1 * count, { step: 0.1 })),
    fc.constant(flag()),
  )

/** A number for any value, so that rules need not care which kind a parameter is of. */
const rank = (value: Value): number => (typeof value === 'string' ? value.charCodeAt(0) - 119 : Number(value))

const NAMES = ['a', 'b', 'c', 'd'] as const
const valuesOf = (parameter: Parameter): readonly Value[] => {
  if (parameter.kind === 'choice' || parameter.kind === 'ordinal') return parameter.values
  if (parameter.kind === 'flag') return [false, true]
  const { low, high, step = 1 } = parameter
  const count = Math.floor((high - low) / step + 1e-9) + 1
  return Array.from({ length: count }, (_, i) => Number((low + i * step).toFixed(10)))
}

/** Rules: a function over two parameters, an expression over two numbers (true where one is a text), a condition on an earlier one. */
export const samples = (): fc.Arbitrary<Sample> =>
  fc
    .record({
      parameters: fc.tuple(discrete(), discrete(), discrete(), discrete()),
      pair: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 2 }),
      bound: fc.integer({ min: 0, max: 12 }),
      numbers: fc.uniqueArray(fc.constantFrom(...NAMES), { minLength: 2, maxLength: 3 }),
      modulus: fc.integer({ min: 2, max: 4 }),
      switched: fc.option(fc.constantFrom(1, 2, 3), { nil: undefined }),
      threshold: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ parameters, pair, bound, numbers, modulus, switched, threshold }) => {
      const declared: Record<string, Parameter> = Object.fromEntries(
        NAMES.map((name, i) => [name, parameters[i] as Parameter]),
      )
      const [first = 'a', second = 'b'] = pair
      const isNumeric = numbers.every(name =>
        valuesOf(declared[name] as Parameter).every(value => typeof value === 'number'),
      )
      const expression = `(${numbers.join(' + ')}) % ${modulus} != 0 or ${numbers[0]} * ${numbers[1]} > 6`
      const where = [
        on([first, second], c => rank(c[first] as Value) + rank(c[second] as Value) <= bound, { name: 'pair' }),
        ...(isNumeric ? [expression] : []),
      ]
      const switchedName = switched === undefined ? undefined : (NAMES[switched] as string)
      const isActive = (c: Readonly<Record<string, Value | undefined>>): boolean => rank(c.a as Value) >= threshold
      const make = (): Space =>
        defineSpace(declared, {
          where,
          when: switchedName === undefined ? {} : { [switchedName]: isActive },
        }) as unknown as Space

      const valid: Record<string, Value>[] = []
      const all = NAMES.map(name => valuesOf(declared[name] as Parameter))
      const visit = (config: Record<string, Value>, depth: number): void => {
        const name = NAMES[depth]
        if (name === undefined) {
          const has = (...wanted: string[]): boolean => wanted.every(other => other in config)
          const sum = numbers.reduce((total, other) => total + Number(config[other]), 0)
          const rest = ((sum % modulus) + modulus) % modulus
          const fits = !has(first, second) || rank(config[first] as Value) + rank(config[second] as Value) <= bound
          const divides =
            !isNumeric ||
            !has(...numbers) ||
            rest !== 0 ||
            Number(config[numbers[0] as string]) * Number(config[numbers[1] as string]) > 6
          if (fits && divides) valid.push(config)
          return
        }
        if (name === switchedName && !isActive(config)) visit(config, depth + 1)
        else for (const value of all[depth] ?? []) visit({ ...config, [name]: value }, depth + 1)
      }
      visit({}, 0)
      return { make, valid }
    })

/** As `samples`, without those of which nothing is valid. */
export const spaces = (): fc.Arbitrary<{ readonly space: Space; readonly valid: Sample['valid'] }> =>
  samples()
    .filter(({ valid }) => valid.length > 0)
    .map(({ make, valid }) => ({ space: make(), valid }))
