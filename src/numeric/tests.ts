import { studentTail } from './distributions.js'
import { mean, std } from './statistics.js'

/**
 * Two-sided p-value of Student's t for paired differences: how likely a mean at least as far from 0 is where nothing differs. 1 for fewer
 * than two. Where the order within each pair is random a difference is as likely as its negative, and so the test errs at most about as
 * often as it says, outliers or not.
 */
export const pairedTest = (differences: readonly number[]): number => {
  const n = differences.length
  if (n < 2) return 1
  const center = mean(differences)
  const error = std(differences) / Math.sqrt(n)
  if (error === 0) return center === 0 ? 1 : 0
  return 2 * studentTail(Math.abs(center) / error, n - 1)
}

/**
 * P-values made to hold for several tests at once: that any of them is at most 0.05 by chance has a probability of at most 0.05.
 * @see Holm 1979, "A simple sequentially rejective multiple test procedure"
 */
export const holm = (pValues: readonly number[]): number[] => {
  const order = [...pValues.keys()].sort((a, b) => (pValues[a] as number) - (pValues[b] as number))
  const adjusted = new Array<number>(pValues.length).fill(1)
  let least = 0
  for (const [rank, i] of order.entries()) {
    least = Math.min(1, Math.max(least, (pValues.length - rank) * (pValues[i] as number)))
    adjusted[i] = least
  }
  return adjusted
}
