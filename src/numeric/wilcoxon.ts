import { normalTail } from './distributions.js'
import { ranks } from './ranks.js'

interface SignedRankTest {
  /** W+: the ranks of the differences above 0, added up. */
  readonly statistic: number
  /** Two-sided. 1 where no difference is other than 0. */
  readonly pValue: number
  /** Matched-pairs rank-biserial correlation, -1 to 1: above 0 where the differences tend to be. */
  readonly effect: number
}

/** Up to so many differences that are not 0 the distribution is exact. */
const MOST_EXACT = 50

/**
 * Wilcoxon's signed-rank test of paired differences: whether they lie about 0 evenly. Zeros are treated as Pratt did: they take part in
 * the ranking, and their ranks count on neither side. Ties share their mean rank. The p-value is exact, given the ranks that
 * occurred, for up to 50 differences other than 0, and from the normal distribution without continuity correction beyond. The
 * effect is (W+ - W-) over the sum of all ranks, those of zeros included: where nearly all pairs are equal, it is small.
 * @see Wilcoxon 1945, "Individual comparisons by ranking methods"; Pratt 1959, "Remarks on zeros and ties in the Wilcoxon signed rank
 * procedures"; Kerby 2014, "The simple difference formula" (the effect)
 */
export const wilcoxonSignedRank = (differences: readonly number[]): SignedRankTest => {
  const ranked = ranks(differences.map(Math.abs))
  const [above, below] = [sumOf(ranked, i => isAbove(differences, i)), sumOf(ranked, i => isBelow(differences, i))]
  const left = ranked.filter((_, i) => differences[i] !== 0)
  const pValue = left.length <= MOST_EXACT ? exact(left, Math.max(above, below)) : approximate(left, above - below)
  const all = ranked.reduce((sum, rank) => sum + rank, 0)
  return { statistic: above, pValue, effect: all === 0 ? 0 : (above - below) / all }
}

const isAbove = (differences: readonly number[], i: number): boolean => (differences[i] as number) > 0
const isBelow = (differences: readonly number[], i: number): boolean => (differences[i] as number) < 0
const sumOf = (ranked: Float64Array, isIn: (i: number) => boolean): number =>
  ranked.reduce((sum, rank, i) => (isIn(i) ? sum + rank : sum), 0)

/**
 * Twice the probability of a sum of at least `larger` where each rank counts or does not, with probability 1/2: the distribution grows
 * by one rank after the other. Shared ranks are halves, and so all are doubled.
 */
const exact = (ranked: Float64Array, larger: number): number => {
  let top = 0
  const probability = new Float64Array(2 * ranked.reduce((sum, rank) => sum + rank, 0) + 1)
  probability[0] = 1
  for (const rank of ranked) {
    const step = 2 * rank
    top += step
    for (let sum = top; sum >= 0; sum--) {
      const without = probability[sum] as number
      const within = sum >= step ? (probability[sum - step] as number) : 0
      probability[sum] = (without + within) / 2
    }
  }
  const tail = probability.subarray(2 * larger).reduce((sum, each) => sum + each, 0)
  return Math.min(1, 2 * tail)
}

/** W+ - W- has mean 0 and the variance of a sum of ranks with random signs: that of ties and of zeros is in the ranks themselves. */
const approximate = (ranked: Float64Array, balance: number): number => {
  const squares = ranked.reduce((sum, rank) => sum + rank * rank, 0)
  return 2 * normalTail(Math.abs(balance) / Math.sqrt(squares))
}
