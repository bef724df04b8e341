import { fault, ParetuneError } from '../core/index.js'
import { quantileOfSorted } from '../numeric/index.js'
import type { Population, Problem } from './problems/problem.js'

// The score of a strategy on a problem all of whose answers are known, with k counting distinct evaluations and B the mean over seeds of the best time so far:
//   mean over k of (B_random(k) - B(k)) / (B_random(k) - optimum)
// 0 is random search, 1 the optimum at once. Before the first success the best is the median. Losses, or times: less is better.

/** What is known of a population: the optimum, the median of the successes, and what random search is expected to have found. */
export interface Yardstick {
  readonly optimum: number
  readonly median: number
  /** B_random(k) at k - 1: exact, for draws without replacement among all configurations, failures included. */
  readonly random: Float64Array
}

/** @param evaluations the largest k. */
export const yardstick = ({ losses }: Pick<Population, 'losses'>, evaluations: number): Yardstick => {
  const all = losses.length
  // Typed arrays are sorted by number.
  const known = losses.filter(loss => !Number.isNaN(loss)).sort()
  const middle = quantileOfSorted(known, 0.5)
  const random = Float64Array.from({ length: evaluations }, (_, i) => {
    const k = i + 1
    // The probability that none of the j best is among k drawn, C(all - j, k) / C(all, k), for j = 0, 1, ...
    let [noneOfBetter, expected] = [1, 0]
    for (let j = 0; j < known.length && noneOfBetter >= 1e-15; j++) {
      const none = noneOfBetter * Math.max(0, (all - k - j) / (all - j))
      expected += (known[j] as number) * (noneOfBetter - none)
      noneOfBetter = none
    }
    return expected + noneOfBetter * middle
  })
  return { optimum: known[0] as number, median: middle, random }
}

const yardsticks = new WeakMap<Population, Map<number, Yardstick>>()

/** The same of a problem, found once for each number of evaluations. Throws InvalidExperiment where its answers are not known. */
export const yardstickOf = (
  { name, population }: Pick<Problem, 'name' | 'population'>,
  evaluations: number,
): Yardstick => {
  if (population) {
    const found = yardsticks.get(population) ?? new Map<number, Yardstick>()
    yardsticks.set(population, found)
    const measure = found.get(evaluations) ?? yardstick(population, evaluations)
    found.set(evaluations, measure)
    return measure
  }
  const message = `expected a problem whose answers are all known (recorded or made up), got ${name}`
  throw new ParetuneError(fault('InvalidExperiment', message))
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
