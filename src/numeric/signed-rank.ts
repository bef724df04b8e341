/**
 * Two-sided p-value of Wilcoxon's signed-rank test: how likely paired differences at least as far to one side are, were each as likely
 * to have the other sign. Exact for every number of differences, ties included; differences of 0 say nothing and are left out. 1 for none.
 * It assumes that a difference and its negative are equally likely where nothing differs: so they are where the order within each pair is
 * random.
 * @see Wilcoxon 1945; Conover 1999, "Practical Nonparametric Statistics", section 5.7
 */
export const signedRankTest = (differences: readonly number[]): number => {
  const ordered = differences.filter(difference => difference !== 0).sort((a, b) => Math.abs(a) - Math.abs(b))
  const ranks = doubledRanks(ordered.map(Math.abs))
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  const positive = ranks.reduce((sum, rank, i) => sum + ((ordered[i] as number) > 0 ? rank : 0), 0)
  // Probability of each sum of ranks with positive sign, one difference after the other.
  let chances = Float64Array.of(1)
  for (const rank of ranks) {
    const next = new Float64Array(chances.length + rank)
    for (const [sum, chance] of chances.entries()) {
      next[sum] = (next[sum] as number) + chance / 2
      next[sum + rank] = (next[sum + rank] as number) + chance / 2
    }
    chances = next
  }
  let tail = 0
  for (let sum = 0; sum <= Math.min(positive, total - positive); sum++) tail += chances[sum] as number
  return Math.min(1, 2 * tail)
}

/** Twice the rank of each of some ascending values; equal ones share the mean of theirs, which is why it is doubled. */
const doubledRanks = (ascending: readonly number[]): number[] =>
  ascending.map(value => ascending.indexOf(value) + ascending.lastIndexOf(value) + 2)

/**
 * P-values made to hold for all of several tests at once: that of any being at most 0.05 by chance is at most 0.05.
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
