import test from 'ava'
import { isLeft } from '#src/core/fp.js'
import { ParetuneError } from '#src/core/index.js'
import {
  type ConfigOf,
  choice,
  defineSpace,
  flag,
  integer,
  makeSpace,
  on,
  ordinal,
  type Parameters,
  real,
  type Space,
} from '#src/space/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

test('the type of a configuration follows from the parameters', t => {
  const space = defineSpace(
    {
      backend: choice('cpu', 'wasm'),
      batch: integer(1, 256, { scale: 'log' }),
      tile: ordinal(8, 16),
      rate: real(0, 1),
      simd: flag(),
    },
    {
      where: [
        on(['batch', 'tile'], c => c.batch * c.tile <= 4096, { name: 'fits' }),
        'batch * tile <= 4096 or tile == 8',
      ],
      when: { simd: c => c.backend === 'wasm' },
    },
  )
  interface Expected {
    readonly backend: 'cpu' | 'wasm'
    readonly batch: number
    readonly tile: 8 | 16
    readonly rate: number
    readonly simd?: boolean
  }
  const isExpected: Equal<ConfigOf<typeof space>, { [K in keyof Expected]: Expected[K] }> = true
  const untyped: Space = space
  t.true(isExpected)
  t.is(untyped, space as unknown as Space)
})

test('names and values that do not exist do not compile', t => {
  const parameters = { backend: choice('cpu', 'wasm'), batch: integer(1, 4) }
  // @ts-expect-error: no parameter of that name
  t.throws(() => defineSpace(parameters, { where: [on(['tile'], () => true)] }))
  // @ts-expect-error: no parameter of that name
  t.throws(() => defineSpace(parameters, { when: { tile: () => true } }))
  // @ts-expect-error: backend is never gpu
  t.throws(() => defineSpace(parameters, { where: [on(['backend'], c => c.backend === 'gpu')] }))
})

const WRONG: readonly (readonly [title: string, parameters: Parameters, message: string])[] = [
  ['no parameters', {}, 'expected at least one parameter, got none'],
  ['bounds swapped', { batch: integer(64, 1) }, 'expected low <= high for `batch`, got low=64, high=1'],
  [
    'a log scale from 0',
    { rate: real(0, 1, { scale: 'log' }) },
    'expected low > 0 with a log scale for `rate`, got low=0',
  ],
  ['a step of 0', { rate: real(0, 1, { step: 0 }) }, 'expected step > 0 for `rate`, got step=0'],
  ['a negative step', { batch: integer(1, 8, { step: -2 }) }, 'expected step > 0 for `batch`, got step=-2'],
  ['half an integer', { batch: integer(0.5, 8) }, 'expected whole numbers for `batch`, got low=0.5, high=8, step=1'],
  ['an infinite bound', { rate: real(0, Infinity) }, 'expected finite bounds for `rate`, got low=0, high=Infinity'],
  ['a bound that is not a number', { rate: real(NaN, 1) }, 'expected finite bounds for `rate`, got low=NaN, high=1'],
  ['no values', { tile: ordinal() }, 'expected at least one value for `tile`, got none'],
  ['a value twice', { tile: choice('a', 'b', 'a') }, 'expected distinct values for `tile`, got "a" twice'],
  [
    'a value that is not finite',
    { tile: ordinal(1, NaN) },
    'expected values that are finite numbers, texts, true or false for `tile`, got NaN',
  ],
  [
    'a name that all objects have',
    { toString: flag() },
    'expected parameter names that not all objects have, got `toString`',
  ],
  [
    'something else',
    { tile: 4 as never },
    'expected a parameter (choice, ordinal, integer, real or flag) for `tile`, got 4',
  ],
]

for (const [title, parameters, message] of WRONG) {
  test(`${title}: one clear error`, t => {
    const thrown = t.throws(() => defineSpace(parameters), { instanceOf: ParetuneError })
    t.is(thrown?.code, 'InvalidSpace')
    t.is(thrown?.message, message)
    const made = makeSpace(parameters)
    t.is(isLeft(made) ? made.left.message : '', message)
  })
}

test('constraints that leave nothing are named: the fewest that do it together', t => {
  const parameters = { batch: integer(1, 8), tile: ordinal(8, 16), other: flag() }
  const thrown = t.throws(
    () =>
      defineSpace(parameters, {
        where: [
          'batch * tile > 100',
          on(['other'], () => true),
          on(['tile'], c => c.tile < 16, { name: 'small tiles' }),
          'batch > 1',
        ],
      }),
    { instanceOf: ParetuneError },
  )
  t.is(thrown?.code, 'EmptySpace')
  t.is(
    thrown?.message,
    'expected a space with at least one valid configuration, got none: nothing satisfies `batch * tile > 100` together with `small tiles`',
  )
  const single = t.throws(() => defineSpace(parameters, { where: ['other or True', 'batch > 8'] }))
  t.regex(single?.message ?? '', /nothing satisfies `batch > 8`$/)
  const constant = t.throws(() => defineSpace({ tile: ordinal(8) }, { where: ['tile > 8'] }))
  t.regex(constant?.message ?? '', /nothing satisfies `tile > 8`$/)
})

test('a constraint on an unknown parameter suggests the nearest', t => {
  const parameters = { batch: integer(1, 8) }
  const thrown = t.throws(() => defineSpace(parameters as Parameters, { where: [on(['bacth'], () => true)] }))
  t.is(
    thrown?.message,
    'expected a parameter of the space in constraint `on(bacth)`, got `bacth` (did you mean `batch`?)',
  )
})

test('a constraint that throws is named, with the values it was called with', t => {
  const fail = on(['batch'], () => {
    throw new Error('no such table')
  })
  const thrown = t.throws(() => defineSpace({ batch: integer(1, 8) } as Parameters, { where: [fail] }), {
    instanceOf: ParetuneError,
  })
  t.is(thrown?.code, 'InvalidConstraint')
  t.is(
    thrown?.message,
    'expected constraint `on(batch)` to return true or false, got an error for {"batch":1}: no such table',
  )
})

test('a constraint that throws is a value of makeSpace, too', t => {
  const made = makeSpace({ batch: integer(1, 8) }, { where: ['batch + 1 < "2"'] })
  t.is(isLeft(made) ? made.left._tag : 'fine', 'InvalidConstraint')
})

test('a condition may use what is declared before it only', t => {
  const parameters = { simd: flag(), backend: choice('cpu', 'wasm') }
  for (const condition of ["backend == 'wasm'", (c: Readonly<Record<string, unknown>>) => c.backend === 'wasm']) {
    const thrown = t.throws(() => defineSpace(parameters, { when: { simd: condition } }), { instanceOf: ParetuneError })
    t.is(thrown?.message, 'expected the condition of `simd` to use parameters declared before it, got `backend`')
  }
})

test('conditions chain: what hangs on an inactive parameter is inactive', t => {
  const space = defineSpace(
    { backend: choice('cpu', 'wasm'), simd: flag(), width: ordinal(2, 4) },
    { when: { simd: c => c.backend === 'wasm', width: 'simd' } },
  )
  t.deepEqual(
    [...space.enumerate()],
    [
      { backend: 'cpu' },
      { backend: 'wasm', simd: false },
      { backend: 'wasm', simd: true, width: 2 },
      { backend: 'wasm', simd: true, width: 4 },
    ],
  )
})

test('a condition as a function couples only the parameters that it reads', t => {
  const wide = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`p${i}`, integer(1, 10)]))
  const space = defineSpace({ ...wide, rate: real(0, 1), last: flag() } as Parameters, {
    when: { last: c => (c.p3 as number) > 4 },
  })
  // With anything more coupled the first sample would have to search among 10^20 combinations.
  t.deepEqual(
    space.allowed({ ...Object.fromEntries(space.names.map(name => [name, 1])), last: undefined } as never),
    [],
  )
  const others = Object.fromEntries(
    space.names.filter(name => name !== 'last').map(name => [name, name === 'p3' ? 5 : 1]),
  )
  t.deepEqual(space.allowed(others), [false, true])
})

test('parse says what is wrong with a configuration', t => {
  const space = defineSpace(
    { backend: choice('cpu', 'wasm'), batch: integer(1, 8), simd: flag() },
    { where: [on(['batch'], c => c.batch !== 7, { name: 'not seven' })], when: { simd: c => c.backend === 'wasm' } },
  )
  const messageOf = (input: unknown): string => {
    const parsed = space.parse(input)
    return isLeft(parsed) ? parsed.left.message : 'fine'
  }
  t.is(messageOf({ backend: 'wasm', batch: 2, simd: true }), 'fine')
  t.is(messageOf(null), 'expected an object with the parameters of the space, got null')
  t.is(messageOf({ backend: 'cpu' }), 'expected a whole number in [1, 8] for `batch`, got nothing')
  t.is(messageOf({ backend: 'gpu', batch: 2 }), 'expected one of "cpu", "wasm" for `backend`, got "gpu"')
  t.is(messageOf({ backend: 'cpu', batch: 2.5 }), 'expected a whole number in [1, 8] for `batch`, got 2.5')
  t.is(messageOf({ backend: 'cpu', batch: 2, simd: true }), 'expected `simd` to be absent (it is inactive), got true')
  t.is(messageOf({ backend: 'cpu', bach: 2 }), 'expected parameters of the space, got `bach` (did you mean `batch`?)')
  t.is(
    messageOf({ backend: 'cpu', batch: 7 }),
    'expected a configuration that satisfies `not seven`, got {"backend":"cpu","batch":7}',
  )
})
