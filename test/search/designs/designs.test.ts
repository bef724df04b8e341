import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import type { Config } from '#src/core/index.js'
import { grid, latinHypercube, random, sobol } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, on, ordinal, real, type Space } from '#src/space/index.js'
import { contextFor, failed, loop, measured } from '../../agents/loop.js'

const proposed = async (factory: AgentFactory, space: Space, count: number, seed = 1): Promise<Config[]> => {
  const { trials } = await loop(factory, contextFor(space, seed), count, (_, trial) => ({
    outcome: trial % 3 === 0 ? failed : measured([trial, -trial]),
  }))
  return trials.map(({ config }) => config)
}
const countOf = (values: readonly unknown[]): number[] => {
  const counts = new Map<unknown, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts.values()].sort((a, b) => a - b)
}

const conditional = defineSpace(
  { mode: choice('plain', 'fine'), depth: integer(1, 4), fine: real(0, 1), deep: flag() },
  {
    where: [on(['mode', 'depth'], c => c.mode === 'fine' || c.depth > 1)],
    when: { fine: c => c.mode === 'fine', deep: c => (c.depth as number) >= 3 },
  },
)

test('a grid has every valid combination in declared order, the last parameter fastest', async t => {
  const configs = await proposed(grid({ resolution: 3 }), conditional, 23)
  const plain = [2, 3, 4].flatMap(depth =>
    depth < 3 ? [{ mode: 'plain', depth }] : [false, true].map(deep => ({ mode: 'plain', depth, deep })),
  )
  const fine = [1, 2, 3, 4].flatMap(depth =>
    [0, 0.5, 1].flatMap(fine =>
      depth < 3 ? [{ mode: 'fine', depth, fine }] : [false, true].map(deep => ({ mode: 'fine', depth, fine, deep })),
    ),
  )
  t.is(plain.length + fine.length, 23)
  t.deepEqual(configs, [...plain, ...fine] as Config[])
})

test('a grid of a discrete space is that of its enumeration, and ends with it', async t => {
  const space = defineSpace(
    { a: integer(1, 30), b: ordinal(4, 2, 1), c: choice('x', 'y') },
    { where: [on(['a', 'b'], c => c.a % c.b === 0), 'a * b <= 40'] },
  )
  t.deepEqual(await proposed(grid(), space, 1000), [...space.enumerate()] as Config[])
})

test('real values are spaced evenly in their scale; a finished grid is refined', async t => {
  const space = defineSpace({ rate: real(1e-4, 1, { scale: 'log' }) })
  const rates = (await proposed(grid({ resolution: 3 }), space, 9)).map(({ rate }) => Math.log10(rate as number))
  t.deepEqual(
    rates.map(rate => Number(rate.toFixed(9))),
    [-4, -2, 0, -3, -1, -3.5, -2.5, -1.5, -0.5],
  )
})

test('a resolution by name thins out any ordered parameter, until refinement has brought all its values', async t => {
  const space = defineSpace({ n: integer(0, 8), kind: choice('a', 'b'), x: real(0, 1, { step: 0.5 }) })
  const configs = await proposed(grid({ resolution: { n: 2 } }), space, 1000)
  t.is(configs.length, space.count())
  t.deepEqual([...new Set(configs.map(({ n }) => n))], [0, 8, 4, 2, 6, 1, 3, 5, 7])
})

test('with a constraint between reals only points that hold it are on the grid', async t => {
  const space = defineSpace({ x: real(0, 1), y: real(0, 1) }, { where: [on(['x', 'y'], c => c.x + c.y <= 0.5)] })
  const configs = await proposed(grid({ resolution: 5 }), space, 6)
  t.deepEqual(
    configs.map(({ x, y }) => [x, y]),
    [
      [0, 0],
      [0, 0.25],
      [0, 0.5],
      [0.25, 0],
      [0.25, 0.25],
      [0.5, 0],
    ],
  )
})

const mixed = defineSpace({
  rate: real(1e-4, 1, { scale: 'log' }),
  shift: real(-1, 1),
  width: integer(1, 7),
  mode: choice('a', 'b', 'c'),
  fast: flag(),
})

test('of n configurations of a Latin hypercube a real has one in each n-th of its scale, and discrete values come up equally often', async t => {
  for (const n of [4, 10, 25, 64]) {
    for (let seed = 0; seed < 20; seed++) {
      const configs = await proposed(latinHypercube({ points: n }), mixed, n, seed)
      const strata = (name: string, place: (value: number) => number): number =>
        new Set(configs.map(config => Math.floor(n * place(config[name] as number)))).size
      t.is(
        strata('rate', value => 1 + Math.log10(value) / 4),
        n,
      )
      t.is(
        strata('shift', value => (value + 1) / 2),
        n,
      )
      for (const name of ['width', 'mode', 'fast']) {
        const counts = countOf(configs.map(config => config[name]))
        t.true((counts.at(-1) as number) - (counts[0] as number) <= 1, `${name}: ${counts}`)
      }
    }
  }
})

test('a Latin hypercube is as large as the budget, and after it comes another one', async t => {
  const space = defineSpace({ x: real(0, 1), y: real(0, 1) })
  const { trials } = await loop(latinHypercube(), { ...contextFor(space), budget: { trials: 16 } }, 32, () => ({
    outcome: failed,
  }))
  const strata = trials.map(({ config }) => Math.floor(16 * (config.x as number)))
  t.is(new Set(strata.slice(0, 16)).size, 16)
  t.is(new Set(strata.slice(16)).size, 16)
  t.notDeepEqual(strata.slice(0, 16), strata.slice(16))
})

test('without scrambling the configurations are the points of the sequence', async t => {
  const space = defineSpace({ x: real(0, 1), n: integer(1, 4), kind: choice('a', 'b') })
  const configs = await proposed(sobol({ scramble: false }), space, 6)
  // SciPy's first points: 0 0 0, .5 .5 .5, .75 .25 .25, .25 .75 .75, .375 .375 .625, .875 .875 .125.
  t.deepEqual(
    configs.map(({ x, n, kind }) => [x, n, kind]),
    [
      [0, 1, 'a'],
      [0.5, 3, 'b'],
      [0.75, 2, 'a'],
      [0.25, 4, 'b'],
      [0.375, 2, 'b'],
      [0.875, 4, 'a'],
    ],
  )
})

/** One in 20 combinations is valid, and few of them have a large `a`. */
const narrow = defineSpace(
  { a: integer(1, 32), b: integer(1, 32), c: integer(0, 9) },
  { where: [on(['a', 'b'], c => c.a * c.b <= 32)] },
)

for (const [name, factory] of Object.entries({
  'Sobol points': sobol(),
  'those of a Latin hypercube': latinHypercube({ points: 128 }),
})) {
  test(`where few combinations are valid, ${name} are spread over them more evenly than random ones`, async t => {
    const all = [...narrow.enumerate()] as Config[]
    const shares = (configs: readonly Config[]): number[] =>
      Array.from({ length: 32 }, (_, i) => configs.filter(({ a }) => (a as number) <= i + 1).length / configs.length)
    const expected = shares(all)
    const distance = async (agent: AgentFactory): Promise<number> => {
      let sum = 0
      for (let seed = 0; seed < 20; seed++) {
        const found = shares(await proposed(agent, narrow, 128, seed))
        sum += Math.max(...found.map((share, i) => Math.abs(share - (expected[i] as number))))
      }
      return sum / 20
    }
    const [ours, theirs] = [await distance(factory), await distance(random())]
    t.true(ours < theirs / 2, `${ours} against ${theirs}`)
  })
}

test('designs that do not fit are refused by name', async t => {
  const space = defineSpace(Object.fromEntries(Array.from({ length: 338 }, (_, i) => [`x${i}`, real(0, 1)])))
  await t.throwsAsync(async () => sobol()(contextFor(space)), {
    code: 'InvalidAgent',
    message: 'sobol: expected at most 337 parameters, got 338',
  })
  await t.throwsAsync(async () => grid({ resolution: { mode: 3 } })(contextFor(mixed)), {
    code: 'InvalidAgent',
    message: 'grid: expected ordered parameters of the space for `resolution`, got `mode`',
  })
  t.throws(() => grid({ resolution: 1 }), {
    code: 'InvalidAgent',
    message: 'grid: expected a whole number of at least 2 for `resolution`, got 1',
  })
  t.throws(() => latinHypercube({ points: 0 }), {
    code: 'InvalidAgent',
    message: 'latinHypercube: expected a whole number of at least 1 for `points`, got 0',
  })
})
