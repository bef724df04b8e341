import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { successRule } from '#src/search/evolution/evolution-strategy/evolution-strategy.js'
import { geometricStep, variationOf } from '#src/search/evolution/evolution-strategy/variation.js'
import { choice, defineSpace, flag, integer, real } from '#src/space/index.js'

const count = 20_000
const space = defineSpace({ x: real(0, 1), n: integer(0, 100), kind: choice('a', 'b', 'c'), fast: flag() })
const variation = variationOf(space, 0.1, 'dominant')

test('a geometric step is symmetric, and as long on average as asked for', t => {
  for (const mean of [0.1, 1, 7]) {
    const rng = makeRng(1)
    const steps = Array.from({ length: count }, () => geometricStep(mean, rng))
    const [sum, length] = [steps.reduce((a, b) => a + b, 0), steps.reduce((a, b) => a + Math.abs(b), 0)]
    const variance = steps.reduce((a, b) => a + b ** 2, 0) / count
    const error = 5 * Math.sqrt(variance / count)
    t.true(Math.abs(sum / count) < error, `${mean}: ${sum / count}`)
    t.true(Math.abs(length / count - mean) < error, `${mean}: ${length / count}`)
  }
  t.is(geometricStep(0, makeRng(1)), 0)
})

test('it is distributed as Rudolph says: P(k) = p / (2 - p) (1 - p)^|k|', t => {
  const rng = makeRng(1)
  // 1 - p = 1 / (1 + sqrt 2) for a mean of 1.
  const rest = Math.SQRT2 - 1
  const steps = Array.from({ length: count }, () => geometricStep(1, rng))
  for (const k of [0, 1, -2]) {
    const expected = ((1 - rest) / (1 + rest)) * rest ** Math.abs(k)
    const part = steps.filter(step => step === k).length / count
    t.true(Math.abs(part - expected) < 5 * Math.sqrt((expected * (1 - expected)) / count), `${k}: ${part}`)
  }
})

test('steps change log-normally, chances by their odds, and stay within their limits', t => {
  const rng = makeRng(1)
  const [n, trials] = [4, 4000]
  const changes = Array.from({ length: trials }, () =>
    Math.log((variation.mutateSteps([0.1, 0.1, 0.3, 0.3], rng)[0] as number) / 0.1),
  )
  const variance = changes.reduce((sum, change) => sum + change ** 2, 0) / trials
  // tau^2 + tau'^2 = 1 / (2n) + 1 / (2 sqrt n); the variance of a normal square is twice its square.
  const expected = 1 / (2 * n) + 1 / (2 * Math.sqrt(n))
  t.true(Math.abs(variance / expected - 1) < 5 * Math.sqrt(2 / trials), String(variance))
  for (let i = 0; i < 200; i++) {
    const [, whole, ...chances] = variation.mutateSteps([1e-9, 1e-9, 1e-9, 0.5], rng) as [
      number,
      number,
      number,
      number,
    ]
    t.true(whole >= 1 / 100 && chances.every(chance => chance >= 1 / 12 - 1e-12 && chance <= 0.5))
  }
})

test('a child has each value from any of its parents, or the mean place of them, and is mutated by its steps', t => {
  const parents = [
    { config: { x: 0.2, n: 10, kind: 'a', fast: true }, steps: [0, 0, 0, 0] },
    { config: { x: 0.6, n: 90, kind: 'b', fast: true }, steps: [0.2, 0.4, 0.6, 0.8] },
  ]
  const rng = makeRng(1)
  const still = [0, 0, 0, 0]
  const children = Array.from({ length: 200 }, () => variation.breed(parents, still, rng))
  t.deepEqual([...new Set(children.map(({ x }) => x))].sort(), [0.2, 0.6])
  t.deepEqual([...new Set(children.map(({ n }) => n))].sort(), [10, 90])
  t.true(children.every(({ fast }) => fast === true))
  const { x, n } = variationOf(space, 0.1, 'intermediate').breed(parents, still, rng)
  t.deepEqual([Number(x).toFixed(12), n], ['0.400000000000', 50])
  t.deepEqual(
    variation.recombineSteps(parents).map(step => step.toFixed(3)),
    ['0.100', '0.200', '0.300', '0.400'],
  )
  const mutants = Array.from({ length: 2000 }, () => variation.breed(parents, [0, 0, 0, 0.3], rng))
  const changed = mutants.filter(({ fast }) => fast === false).length
  t.true(Math.abs(changed - 600) < 5 * Math.sqrt(2000 * 0.3 * 0.7), String(changed))
})

test('steps stay as they are where one child in five succeeds', t => {
  const product = [true, false, false, false, false].reduce(
    (factor, isSuccess) => factor * successRule(isSuccess, 9),
    1,
  )
  t.is(product.toFixed(12), '1.000000000000')
  t.is(successRule(true, 8).toFixed(12), Math.exp(0.8 / 3).toFixed(12))
})
