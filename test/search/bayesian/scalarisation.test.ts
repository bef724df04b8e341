import test from 'ava'
import { scalarised } from '#src/search/bayesian/scalarisation.js'

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
