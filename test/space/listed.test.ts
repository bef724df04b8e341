import test from 'ava'
import fc from 'fast-check'
import { isLeft, isRight } from '#src/core/fp.js'
import { makeRng, type Value } from '#src/core/index.js'
import {
  choice,
  defineSpace,
  differences,
  flag,
  listed,
  makeSpace,
  on,
  ordinal,
  real,
  spaceFromJSON,
} from '#src/space/index.js'

const parameters = { a: ordinal(1, 2, 3), b: choice('x', 'y'), c: flag(), d: ordinal(10, 20, 30, 40) }
const combinations = [...defineSpace(parameters).enumerate()]
const sorted = (texts: Iterable<string>): string[] => [...texts].sort((a, b) => (a < b ? -1 : 1))
const namesOf = Object.keys(parameters) as (keyof typeof parameters)[]
const columnsOf = (rows: readonly Readonly<Record<string, Value | undefined>>[], names: readonly string[] = namesOf) =>
  Object.fromEntries(names.map(name => [name, rows.map(row => row[name])]))

test('a space under a list has just the rows of the list, in every way of asking', t => {
  const rows = fc.uniqueArray(fc.nat(combinations.length - 1), { minLength: 1 })
  fc.assert(
    fc.property(rows, fc.shuffledSubarray(namesOf, { minLength: 4 }), fc.nat(), (indices, names, seed) => {
      const allowed = indices.map(i => combinations[i] as (typeof combinations)[number])
      const space = defineSpace(parameters, { where: [listed(columnsOf(allowed, names))] })
      const texts = new Set(allowed.map(space.fingerprint))
      t.is(space.count(), allowed.length)
      t.deepEqual(sorted([...space.enumerate()].map(space.fingerprint)), sorted(texts))
      const drawn = space.sample(makeRng(seed))
      t.true(texts.has(space.fingerprint(drawn)))
      for (const config of combinations) {
        const isAllowed = texts.has(space.fingerprint(config))
        t.is(isRight(space.parse(config)), isAllowed)
        t.is(space.enumerate().indexOf(config) >= 0, isAllowed)
        t.true(texts.has(space.fingerprint(space.repair(config))))
      }
      const near = combinations.filter(
        config =>
          texts.has(space.fingerprint(config)) && namesOf.filter(name => config[name] !== drawn[name]).length === 1,
      )
      t.deepEqual(
        sorted(space.neighbours(drawn, 'hamming').map(space.fingerprint)),
        sorted(near.map(space.fingerprint)),
      )
      t.deepEqual(
        space.allowed({ a: drawn.a }),
        ['x', 'y'].filter(b => allowed.some(row => row.a === drawn.a && row.b === b)),
      )
    }),
    { numRuns: 50 },
  )
})

test('a list over some parameters holds beside other constraints', t => {
  const space = defineSpace(parameters, {
    where: [listed({ d: [10, 20, 40, 40], a: [1, 2, 3, 3] }), on(['a', 'b'], c => c.a < 3 || c.b === 'x')],
  })
  const expected = combinations.filter(
    ({ a, b, d }) => ((a === 1 && d === 10) || (a === 2 && d === 20) || (a === 3 && d === 40)) && (a < 3 || b === 'x'),
  )
  t.deepEqual([...space.enumerate()], expected)
})

test('in a list, undefined says that a conditional parameter is inactive', t => {
  const rows = [
    { backend: 'cpu', threads: undefined },
    { backend: 'wasm', threads: 2 },
  ]
  const space = defineSpace(
    { backend: choice('cpu', 'wasm'), threads: ordinal(1, 2) },
    { where: [listed(columnsOf(rows, ['backend', 'threads']))], when: { threads: c => c.backend === 'wasm' } },
  )
  t.deepEqual([...space.enumerate()], [{ backend: 'cpu' }, { backend: 'wasm', threads: 2 }])
})

test('the identity of a space depends on the rows of its lists, not on their order', t => {
  const space = (indices: readonly number[]) =>
    defineSpace(parameters, { where: [listed(columnsOf(indices.map(i => combinations[i] ?? {})), { name: 'kept' })] })
  t.is(space([1, 5, 9]).id, space([9, 1, 5]).id)
  t.not(space([1, 5, 9]).id, space([1, 5, 10]).id)
  const [found] = differences(space([1, 5, 9]).toJSON(), space([1, 5]).toJSON())
  t.regex(found ?? '', /^constraint `kept` \(a list of 3 rows, [0-9a-f]{16}\) was there, is not$/)
  t.true(isLeft(spaceFromJSON(space([1]).toJSON())))
})

const WRONG = [
  ['an unknown parameter', { where: [listed({ e: [1] })] }, /`listed\(e\)`, got `e`/],
  ['a value that there is not', { where: [listed({ a: [1, 7] })] }, /values of `a` in row 1 .* got 7/],
  ['an absent value of a parameter that is always there', { where: [listed({ a: [undefined] })] }, /in row 0/],
  ['columns of different lengths', { where: [listed({ a: [1, 2], b: ['x'] })] }, /expected 2 values of `b` .* got 1/],
  ['no rows', { where: [listed({ a: [], b: [] }, { name: 'none' })] }, /none/],
] as const

for (const [title, options, message] of WRONG) {
  test(`a list with ${title} is refused`, t => {
    const made = makeSpace(parameters, options)
    t.regex(isLeft(made) ? made.left.message : 'accepted', message)
  })
}

test('a list over a real parameter is refused', t => {
  const made = makeSpace({ rate: real(0, 1) }, { where: [listed({ rate: [0.5] })] })
  t.regex(isLeft(made) ? made.left.message : 'accepted', /finitely many values of `rate`/)
})
