import { normalTail } from './distributions.js'
import { median } from './statistics.js'

/**
 * Robust slope per step of values taken at equal steps: the median of the slopes between all pairs. NaN under two values.
 * @see Sen 1968, "Estimates of the regression coefficient based on Kendall's tau"
 */
export const theilSenSlope = (values: readonly number[]): number =>
  median(pairs(values, (earlier, later, steps) => (later - earlier) / steps))

/**
 * One-sided p-value of an upward trend, by the Mann-Kendall test: normal approximation with continuity correction and with the
 * variance of ties, good from 8 values on. Assumes that values without a trend would come in any order alike. 1 where all are the same.
 * @see Kendall 1975, "Rank Correlation Methods"; Gilbert 1987, section 16.4
 */
export const upwardTrend = (values: readonly number[]): number => {
  const n = values.length
  const score = pairs(values, (earlier, later) => Math.sign(later - earlier)).reduce((sum, sign) => sum + sign, 0)
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  const terms = (count: number): number => count * (count - 1) * (2 * count + 5)
  const variance = [...counts.values()].reduce((left, ties) => left - terms(ties), terms(n)) / 18
  return variance === 0 ? 1 : normalTail((score - Math.sign(score)) / Math.sqrt(variance))
}

const pairs = (
  values: readonly number[],
  compare: (earlier: number, later: number, steps: number) => number,
): number[] =>
  values.flatMap((earlier, i) => values.slice(i + 1).map((later, steps) => compare(earlier, later, steps + 1)))

/** Parts of a series in each of which lasting growth has to show. */
const PARTS = 4

/**
 * Growth that goes on from beginning to end, as against one that came in a few steps: the Theil-Sen slope per step over all values, and
 * the Mann-Kendall p-value of the quarter where growth is least clear. That every quarter must show it keeps the level (it is an
 * intersection-union test) and makes it wary of series whose values depend on those before. From 32 values on.
 * @see Berger 1982, "Multiparameter hypothesis testing and acceptance sampling" (intersection-union tests)
 */
export const lastingGrowth = (values: readonly number[]): { readonly slope: number; readonly pValue: number } => {
  const end = (part: number): number => Math.floor((part * values.length) / PARTS)
  const parts = Array.from({ length: PARTS }, (_, part) => values.slice(end(part), end(part + 1)))
  return { slope: theilSenSlope(values), pValue: Math.max(...parts.map(upwardTrend)) }
}
