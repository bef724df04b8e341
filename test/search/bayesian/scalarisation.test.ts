import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { randomWeights, scalarised } from '#src/search/bayesian/scalarisation.js'

test('the augmented Tchebycheff function, worked out by hand', t => {
  // Scaled to [0, 1]: (0, 1), (1, 0), (0.5, 0.25). Largest weighted term, and 0.05 of their sum.
  const points = [
    [10, 5],
    [20, 1],
    [15, 2],
  ]
  const [a, b, c] = scalarised(points, [0.25, 0.75]) as [number, number, number]
  t.true(Math.abs(a - (0.75 + 0.05 * 0.75)) < 1e-12)
  t.true(Math.abs(b - (0.25 + 0.05 * 0.25)) < 1e-12)
  t.true(Math.abs(c - (0.1875 + 0.05 * (0.125 + 0.1875))) < 1e-12)
})

test('a loss that is the same everywhere adds nothing', t => {
  t.deepEqual(
    scalarised(
      [
        [1, 7],
        [3, 7],
      ],
      [1, 0],
    ),
    [0, 1.05],
  )
})

test('weights are uniform over those that sum to 1', t => {
  const rng = makeRng(1)
  const drawn = Array.from({ length: 4000 }, () => randomWeights(3, rng))
  for (const weights of drawn) t.true(Math.abs(weights.reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12)
  // Of a Dirichlet(1, 1, 1) weight: mean 1/3, P(w > 1/2) = 1/4.
  const share = drawn.filter(weights => (weights[0] as number) > 0.5).length / drawn.length
  t.true(Math.abs(share - 0.25) < 0.03, `${share}`)
})
