import test from 'ava'
import { makeRng } from '#src/index.js'
import { betaDraw, gammaDraw, simplexDraw } from '#src/numeric/index.js'

const N = 40_000

const momentsOf = (draw: () => number): { mean: number; variance: number } => {
  let [mean, squares] = [0, 0]
  for (let n = 1; n <= N; n++) {
    const x = draw()
    const distance = x - mean
    mean += distance / n
    squares += distance * (x - mean)
  }
  return { mean, variance: squares / N }
}

test('gamma draws have the mean and the variance of their shape, below 1 too', t => {
  for (const shape of [0.3, 1, 2.5, 40]) {
    const rng = makeRng(shape)
    const { mean, variance } = momentsOf(() => gammaDraw(shape, rng))
    // Five standard errors of the mean; the variance of a gamma is its shape.
    t.true(Math.abs(mean - shape) < 5 * Math.sqrt(shape / N), `${shape}: ${mean}`)
    t.true(Math.abs(variance / shape - 1) < 0.1, `${shape}: ${variance}`)
  }
})

test('beta draws lie in [0, 1], with their mean and variance', t => {
  for (const [a, b] of [
    [1, 1],
    [0.5, 0.5],
    [9, 3],
    [1, 200],
  ] as const) {
    const rng = makeRng(`${a}/${b}`)
    const { mean, variance } = momentsOf(() => {
      const x = betaDraw(a, b, rng)
      if (!(x >= 0 && x <= 1)) t.fail(`${x}`)
      return x
    })
    const [expected, spread] = [a / (a + b), (a * b) / ((a + b) ** 2 * (a + b + 1))]
    t.true(Math.abs(mean - expected) < 5 * Math.sqrt(spread / N), `${a}, ${b}: ${mean}`)
    t.true(Math.abs(variance / spread - 1) < 0.1, `${a}, ${b}: ${variance}`)
  }
})

test('parts that add up to 1 are uniform over all of these', t => {
  const rng = makeRng(1)
  const drawn = Array.from({ length: 4000 }, () => simplexDraw(3, rng))
  for (const weights of drawn) t.true(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12)
  // Of a Dirichlet(1, 1, 1) weight: mean 1/3, P(w > 1/2) = 1/4.
  const share = drawn.filter(weights => (weights[0] as number) > 0.5).length / drawn.length
  t.true(Math.abs(share - 0.25) < 0.03, `${share}`)
})
