import test from 'ava'
import { type Config, makeRng } from '#src/core/index.js'
import { trialVectors } from '#src/search/evolution/differential-evolution/trial-vector.js'
import { choice, defineSpace, integer, real } from '#src/space/index.js'

const half = () => 0.5
const near = (a: unknown, b: number): boolean => Math.abs(Number(a) - b) < 1e-12

const plane = defineSpace({ x: real(0, 10), y: real(1, 1000, { scale: 'log' }) })
const mutantOf = (differences: readonly Config[]) => ({ base: { x: 4, y: 10 }, differences })

test('a mutant is its base and F times the differences, each parameter in its scale', t => {
  const cross = trialVectors(plane)
  // x: 4 + (6 - 3) / 2. y: 10 times the square root of 100 / 1000.
  const mutant = mutantOf([
    { x: 6, y: 100 },
    { x: 3, y: 1000 },
  ])
  const { x, y } = cross({ x: 1, y: 1 }, mutant, half, 1, makeRng(1))
  t.true(near(x, 5.5))
  t.true(near(y, 10 / Math.sqrt(10)))
})

test('two differences add up', t => {
  const vectors = [7, 1, 2, 4].map(x => ({ x, y: 10 }))
  // 4 + (7 - 1) / 2 + (2 - 4) / 2
  t.true(near(trialVectors(plane)({ x: 1, y: 1 }, mutantOf(vectors), half, 1, makeRng(1)).x, 6))
})

test('beyond an end it comes to rest half way from the target to that end', t => {
  const cross = trialVectors(plane)
  const [low, high] = [
    { x: 0, y: 10 },
    { x: 10, y: 10 },
  ]
  t.true(near(cross({ x: 2, y: 1 }, mutantOf([low, high]), half, 1, makeRng(1)).x, 1))
  t.true(near(cross({ x: 2, y: 1 }, mutantOf([high, low]), () => 1, 1, makeRng(1)).x, 6))
})

test('of each parameter the mutant wins with a chance of CR, of one at least', t => {
  const names = Array.from({ length: 10 }, (_, j) => `x${j}`)
  const cross = trialVectors(defineSpace(Object.fromEntries(names.map(name => [name, integer(0, 9)]))))
  const all = (value: number): Config => Object.fromEntries(names.map(name => [name, value]))
  const rng = makeRng(1)
  const counts = (CR: number): number[] =>
    Array.from({ length: 2000 }, () => {
      const child = cross(all(0), { base: all(9), differences: [] }, half, CR, rng)
      return names.filter(name => child[name] === 9).length
    })
  t.true(counts(0).every(count => count === 1))
  t.true(counts(1).every(count => count === 10))
  // One for certain, nine others with a chance of 0.3: 3.7, give or take five standard errors.
  const mean = counts(0.3).reduce((sum, count) => sum + count, 0) / 2000
  t.true(Math.abs(mean - 3.7) < 5 * Math.sqrt((9 * 0.3 * 0.7) / 2000), String(mean))
})

test('of a choice the first of two that differ is taken with a chance of F, and a base lacks no value that the target has', t => {
  const cross = trialVectors(defineSpace({ kind: choice('a', 'b', 'c') }))
  const rng = makeRng(1)
  const drawn = (differences: readonly Config[]): unknown[] =>
    Array.from(
      { length: 2000 },
      () => cross({ kind: 'a' }, { base: { kind: 'b' }, differences }, () => 0.3, 1, rng).kind,
    )
  const taken = drawn([{ kind: 'c' }, { kind: 'a' }]).filter(kind => kind === 'c').length
  t.true(Math.abs(taken - 600) < 5 * Math.sqrt(2000 * 0.3 * 0.7), String(taken))
  t.deepEqual([...new Set(drawn([{ kind: 'c' }, { kind: 'c' }]))], ['b'])
  t.is(cross({ kind: 'a' }, { base: {}, differences: [] }, half, 1, rng).kind, 'a')
})

test('a move of a third of a step is a step in a third of the cases, and none otherwise', t => {
  const cross = trialVectors(defineSpace({ n: integer(0, 10) }))
  const rng = makeRng(1)
  const mutant = { base: { n: 5 }, differences: [{ n: 6 }, { n: 5 }] }
  const drawn = Array.from({ length: 3000 }, () => cross({ n: 5 }, mutant, () => 1 / 3, 1, rng).n)
  const stepped = drawn.filter(n => n === 6).length
  t.is(drawn.filter(n => n === 5).length, 3000 - stepped)
  t.true(Math.abs(stepped - 1000) < 5 * Math.sqrt(3000 * (1 / 3) * (2 / 3)), String(stepped))
})
