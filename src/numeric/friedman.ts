import { chiSquareTail, fTail } from './distributions.js'
import { ranks, tieTerm } from './ranks.js'

interface FriedmanTest {
  /** Of each treatment, over the blocks; 1 is the best. */
  readonly meanRanks: readonly number[]
  readonly chiSquare: number
  readonly chiSquarePValue: number
  /** Iman and Davenport's statistic; infinite where all blocks agree on the order. */
  readonly f: number
  readonly fPValue: number
}

/**
 * Friedman's test: whether treatments differ at all, by their ranks within blocks, as agents within problems. The chi-square statistic is
 * corrected for ties; F, which is less conservative, is made of the corrected one. Where all are equal, and where there is nothing to
 * compare, both p-values are 1. A single block tells nothing by F.
 *
 * @param table One row for each block with one number for each treatment; lower is better.
 * @see Friedman 1937, "The use of ranks to avoid the assumption of normality"; Iman & Davenport 1980, "Approximations of the critical
 * region of the Friedman statistic"; Demsar 2006, section 3.2.2
 */
export const friedman = (table: readonly (readonly number[])[]): FriedmanTest => {
  const [n, k] = [table.length, table[0]?.length ?? 0]
  const sums = new Array<number>(k).fill(0)
  let tied = 0
  for (const row of table) {
    for (const [j, rank] of ranks(row).entries()) sums[j] = (sums[j] as number) + rank
    tied += tieTerm(row)
  }
  const meanRanks = sums.map(sum => sum / n)
  const correction = 1 - tied / (n * (k ** 3 - k))
  if (n === 0 || k < 2 || correction === 0) return { meanRanks, chiSquare: 0, chiSquarePValue: 1, f: 0, fPValue: 1 }

  const spread = meanRanks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0)
  const most = n * (k - 1)
  const chiSquare = Math.min(most, ((12 * n) / (k * (k + 1))) * (spread / correction))
  const f = n === 1 ? 0 : ((n - 1) * chiSquare) / (most - chiSquare)
  return {
    meanRanks,
    chiSquare,
    chiSquarePValue: chiSquareTail(chiSquare, k - 1),
    f,
    fPValue: n === 1 ? 1 : fTail(f, k - 1, (k - 1) * (n - 1)),
  }
}
