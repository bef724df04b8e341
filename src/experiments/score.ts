import { median } from '../numeric/index.js'

// The score of a strategy on a recorded file, with k counting distinct evaluations and B the mean over seeds of the best time so far:
//   mean over k of (B_random(k) - B(k)) / (B_random(k) - optimum)
// 0 is random search, 1 the optimum at once. Before the first success the best is the file's median.

/** What a file says about times: the optimum, the median of the successes, and what random search is expected to have found. */
export interface Yardstick {
  readonly optimum: number
  readonly median: number
  /** B_random(k) at k - 1: exact, for draws without replacement among all rows, failures included. */
  readonly random: Float64Array
}

/**
 * @param values one time for each row of a recording, of failed rows whatever.
 * @param failed 1 for the rows that failed.
 * @param evaluations the largest k.
 */
export const yardstick = (values: ArrayLike<number>, failed: ArrayLike<number>, evaluations: number): Yardstick => {
  const all = failed.length
  const times = Array.from(values)
    .filter((_, row) => failed[row] === 0)
    .sort((a, b) => a - b)
  const middle = median(times)
  const random = Float64Array.from({ length: evaluations }, (_, i) => {
    const k = i + 1
    // The probability that none of the j fastest rows is among k drawn, C(all - j, k) / C(all, k), for j = 0, 1, ...
    let [noneOfFaster, expected] = [1, 0]
    for (const [j, time] of times.entries()) {
      const none = noneOfFaster * Math.max(0, (all - k - j) / (all - j))
      expected += time * (noneOfFaster - none)
      noneOfFaster = none
      if (noneOfFaster < 1e-15) break
    }
    return expected + noneOfFaster * middle
  })
  return { optimum: times[0] as number, median: middle, random }
}

/**
 * The best time after 1, 2, ... distinct evaluations; `times` has undefined for a failure. A run that ended early keeps its last.
 *
 * @param truth the same times without noise, where they have some: then it is the true time of what looks best.
 */
export const bestSoFar = (
  times: readonly (number | undefined)[],
  { median, random }: Yardstick,
  truth = times,
): Float64Array => {
  let [best, value] = [Number.POSITIVE_INFINITY, median]
  return Float64Array.from(random, (_, i) => {
    const time = times[i]
    if (time !== undefined && time < best) [best, value] = [time, truth[i] as number]
    return value
  })
}

/** The score of the mean of several runs. */
export const areaScore = (runs: readonly Float64Array[], { optimum, random }: Yardstick): number => {
  let sum = 0
  for (const [i, expected] of random.entries()) {
    const mean = runs.reduce((total, run) => total + (run[i] as number), 0) / runs.length
    sum += (expected - mean) / (expected - optimum) / random.length
  }
  return sum
}
