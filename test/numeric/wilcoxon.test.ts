import test from 'ava'
import fc from 'fast-check'
import { wilcoxonSignedRank } from '#src/numeric/index.js'
import { isNear } from './near.js'

/** A spread of values without randomness, ties among their sizes. */
const spread = (n: number, shift: number): number[] => Array.from({ length: n }, (_, i) => ((i * 37) % 101) - shift)

test("Darwin's maize: 15 pairs without ties, exact", t => {
  // Darwin 1876, crossed against self-fertilised plants, in eighths of an inch. W- = 24 and p as SciPy 1.17 finds it.
  const differences = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
  const { statistic, pValue, effect } = wilcoxonSignedRank(differences)
  t.is(statistic, 120 - 24)
  t.is(pValue, 0.041259765625)
  t.is(effect, (96 - 24) / 120)
})

test("Demsar's two classifiers on 14 data sets: the sums of ranks", t => {
  // Demsar 2006, table 2: R+ = 93 and R- = 12, where either has half of the ranks of two zeros, 1.5 each; here they count on no side.
  const differences = [5, -8, 17, 33, 6, -5, 7, 0, 63, 0, 22, 47, 9, 21]
  const { statistic, effect, pValue } = wilcoxonSignedRank(differences)
  t.is(statistic, 93 - 1.5)
  t.is(effect, (93 - 12) / 105)
  // The paper finds 12 to be below the critical value of 21 at 0.05.
  t.true(pValue < 0.05)
})

test('ties and zeros, exact: as SciPy finds it going through all signs, with zeros by Pratt', t => {
  // scipy.stats.wilcoxon(..., zero_method='pratt', method=PermutationMethod(n_resamples=inf)), SciPy 1.17.
  const { pValue, statistic } = wilcoxonSignedRank([0, 0, 1, -1, 2, 2, -3, 4, 4, 4, 5, 6, -2, 7])
  t.true(isNear(pValue, 0.033203125, 1e-14), String(pValue))
  // Of ranks that add up to 105, zeros hold 1 and 2, and W- is 17.5.
  t.is(statistic, 105 - 3 - 17.5)
})

test('50 differences are exact, more are approximated', t => {
  // SciPy 1.17, method='exact'; and method='approx', zero_method='pratt', correction=False.
  t.true(isNear(wilcoxonSignedRank(spread(50, 42.3)).pValue, 0.08054833435456032, 1e-12))
  const { statistic, pValue, effect } = wilcoxonSignedRank(spread(80, 42))
  t.is(statistic, 2091)
  t.true(isNear(pValue, 0.023726212616469265, 1e-8), String(pValue))
  t.is(effect, (2091 - 1148) / 3240)
})

test('the p-value is the part of all signs whose sums are at least as far apart', t => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -5, max: 5 }), { maxLength: 9 }), differences => {
      const balance = (each: readonly number[]): number => {
        const sizes = each.map(Math.abs)
        return each.reduce((sum, difference) => {
          const below = sizes.filter(size => size < Math.abs(difference)).length
          const equal = sizes.filter(size => size === Math.abs(difference)).length
          return sum + Math.sign(difference) * (below + (equal + 1) / 2)
        }, 0)
      }
      const seen = Math.abs(balance(differences))
      let further = 0
      const flips = 2 ** differences.length
      for (let mask = 0; mask < flips; mask++) {
        const flipped = differences.map((difference, i) => (mask & (1 << i) ? -difference : difference))
        if (Math.abs(balance(flipped)) >= seen) further++
      }
      t.true(isNear(wilcoxonSignedRank(differences).pValue, further / flips, 1e-12))
    }),
  )
})

test('exchanging the two sides changes the sign of the effect alone', t => {
  const differences = spread(30, 20)
  const [there, back] = [wilcoxonSignedRank(differences), wilcoxonSignedRank(differences.map(each => -each))]
  t.is(back.pValue, there.pValue)
  t.is(back.effect, -there.effect)
  t.true(there.effect > 0)
})

test('where nothing differs, nothing is found; where all differ alike, the effect is 1', t => {
  t.deepEqual(wilcoxonSignedRank([]), { statistic: 0, pValue: 1, effect: 0 })
  t.deepEqual(wilcoxonSignedRank([0, 0, 0]), { statistic: 0, pValue: 1, effect: 0 })
  t.deepEqual(wilcoxonSignedRank([3]), { statistic: 1, pValue: 1, effect: 1 })
  t.deepEqual(wilcoxonSignedRank([2, 2, 2, 2, 2, 2]), { statistic: 21, pValue: 2 / 64, effect: 1 })
})
