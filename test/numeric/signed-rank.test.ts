import test from 'ava'
import fc from 'fast-check'
import { holm, signedRankTest } from '#src/numeric/index.js'

test('the worked example of scipy.stats.wilcoxon: Darwin’s heights of crossed and self-fertilised maize', t => {
  const differences = [6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75]
  t.is(signedRankTest(differences), 0.041259765625)
})

test('the probability is that of all ways to choose the signs, ties included', t => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { maxLength: 8 }), values => {
      const sizes = values.filter(value => value !== 0).map(Math.abs)
      const rankOf = (size: number): number =>
        sizes.filter(other => other < size).length + (sizes.filter(other => other === size).length + 1) / 2
      const total = sizes.reduce((sum, size) => sum + rankOf(size), 0)
      const sumOf = (isPositive: (i: number) => boolean): number =>
        sizes.reduce((sum, size, i) => sum + (isPositive(i) ? rankOf(size) : 0), 0)
      const nonzero = values.filter(value => value !== 0)
      const observed = sumOf(i => (nonzero[i] as number) > 0)
      const least = Math.min(observed, total - observed)
      let asFar = 0
      for (let signs = 0; signs < 2 ** sizes.length; signs++) {
        const sum = sumOf(i => (signs >> i) % 2 === 1)
        if (sum <= least) asFar++
      }
      t.true(Math.abs(signedRankTest(values) - Math.min(1, (2 * asFar) / 2 ** sizes.length)) < 1e-12)
    }),
  )
})

test('five pairs are too few for a difference, six may do', t => {
  t.is(signedRankTest([1, 2, 3, 4, 5]), 2 / 2 ** 5)
  t.is(signedRankTest([-1, -2, -3, -4, -5, -6]), 2 / 2 ** 6)
  t.is(signedRankTest([]), 1)
  t.is(signedRankTest([0, 0]), 1)
})

test('Holm’s method, as R’s p.adjust has it', t => {
  const adjusted = holm([0.01, 0.04, 0.03, 0.005])
  for (const [i, expected] of [0.03, 0.06, 0.06, 0.02].entries())
    t.true(Math.abs((adjusted[i] as number) - expected) < 1e-15)
  t.deepEqual(holm([0.8, 0.7]), [1, 1])
  t.deepEqual(holm([]), [])
})
