import test from 'ava'
import fc from 'fast-check'
import { isRight } from '#src/core/fp.js'
import { type Config, makeRng } from '#src/core/index.js'
import { variation } from '#src/search/variation/variation.js'
import { choice, defineSpace, flag, integer, on, ordinal, real } from '#src/space/index.js'

const space = defineSpace(
  {
    rate: real(1e-5, 1e-1, { scale: 'log' }),
    momentum: real(0, 0.99),
    batch: integer(1, 256, { scale: 'log' }),
    tile: ordinal(8, 16, 32, 64),
    backend: choice('cpu', 'wasm', 'webgpu'),
    simd: flag(),
    threads: integer(1, 8),
  },
  {
    where: [on(['batch', 'tile'], c => c.batch * c.tile <= 4096)],
    when: { simd: c => c.backend === 'wasm', threads: c => c.simd === true },
  },
)
const defaults = {
  crossover: { probability: 0.9, perParameter: 0.5, eta: 15 },
  mutation: { perParameter: 0.3, eta: 20 },
}
const never = {
  crossover: { ...defaults.crossover, probability: 0 },
  mutation: { ...defaults.mutation, perParameter: 0 },
}
const always = {
  crossover: { ...defaults.crossover, probability: 0 },
  mutation: { ...defaults.mutation, perParameter: 1 },
}

test('children are valid, whatever their parents have active', t => {
  const breed = variation(space, defaults)
  fc.assert(
    fc.property(fc.integer(), seed => {
      const rng = makeRng(seed)
      return isRight(space.parse(breed(space.sample(rng), space.sample(rng), rng)))
    }),
    { numRuns: 500 },
  )
  t.pass()
})

test('without crossover and mutation a child is the first parent, to the last bit', t => {
  const breed = variation(space, never)
  const rng = makeRng(1)
  for (let i = 0; i < 100; i++) {
    const [a, b] = [space.sample(rng), space.sample(rng)]
    t.deepEqual(breed(a, b, rng), a)
  }
})

test('crossover alone gives unordered parameters a value of either parent, and ordered ones a value near to one', t => {
  const plain = defineSpace({ kind: choice('a', 'b', 'c', 'd'), on: flag(), x: real(0, 1) })
  const breed = variation(plain, {
    crossover: { probability: 1, perParameter: 1, eta: 1000 },
    mutation: never.mutation,
  })
  const rng = makeRng(2)
  const seen = new Set<string>()
  for (let i = 0; i < 100; i++) {
    const child = breed({ kind: 'a', on: true, x: 0.2 }, { kind: 'c', on: false, x: 0.8 }, rng)
    const nearest = Math.min(Math.abs((child.x as number) - 0.2), Math.abs((child.x as number) - 0.8))
    t.true(nearest < 0.01)
    t.deepEqual([child.kind, child.on], ['c', false])
    seen.add((child.x as number) < 0.5 ? 'low' : 'high')
  }
  t.is(seen.size, 2)
})

test('a mutated discrete value is another value, and an ordered one stays near', t => {
  const discrete = defineSpace({
    kind: choice('a', 'b', 'c'),
    on: flag(),
    n: integer(0, 1000),
    tile: ordinal(1, 2, 4, 8, 16),
  })
  const breed = variation(discrete, always)
  const rng = makeRng(3)
  for (let i = 0; i < 300; i++) {
    const parent: Config = discrete.sample(rng)
    const child = breed(parent, parent, rng)
    for (const name of discrete.names) t.not(child[name], parent[name])
  }
  const parent = { kind: 'a', on: true, n: 500, tile: 4 }
  const steps = Array.from({ length: 200 }, () => Math.abs((breed(parent, parent, rng).n as number) - 500))
  t.true(steps.filter(step => step < 150).length > 190)
})

test('a parameter with one value is left alone', t => {
  const breed = variation(defineSpace({ kind: choice('a'), n: integer(3, 3), x: real(0, 1) }), always)
  const child = breed({ kind: 'a', n: 3, x: 0.5 }, { kind: 'a', n: 3, x: 0.5 }, makeRng(4))
  t.deepEqual([child.kind, child.n], ['a', 3])
})

test('a parameter that a child switches on is drawn over its whole range', t => {
  const conditional = defineSpace({ on: flag(), depth: integer(1, 4) }, { when: { depth: c => c.on === true } })
  const breed = variation(conditional, always)
  const rng = makeRng(5)
  const depths = new Set(Array.from({ length: 100 }, () => breed({ on: false }, { on: false }, rng).depth))
  t.deepEqual([...depths].sort(), [1, 2, 3, 4])
})
