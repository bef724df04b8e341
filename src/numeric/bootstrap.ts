import type { Rng } from '../core/index.js'
import { quantileOfSorted } from './statistics.js'

/**
 * Percentile bootstrap interval of a statistic of one or several independent groups, as in the ratio of two medians: each group is
 * resampled with replacement `resamples` times. Where the groups are the strata of an experiment, one for each problem with its runs, it is the
 * stratified bootstrap.
 *
 * @param statistic Must not keep the groups that it is handed, nor change them: they are filled anew for each resample.
 * @see Efron and Tibshirani 1993, chapter 13; Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical
 * precipice", section 4.1
 */
export const bootstrapInterval = (
  groups: readonly (readonly number[])[],
  statistic: (groups: readonly (readonly number[])[]) => number,
  rng: Rng,
  { level = 0.95, resamples = 2000 }: { readonly level?: number; readonly resamples?: number } = {},
): { readonly low: number; readonly high: number } => {
  const drawn = groups.map(group => [...group])
  const values: number[] = []
  for (let i = 0; i < resamples; i++) {
    for (const [g, group] of groups.entries()) {
      const filled = drawn[g] as number[]
      for (let j = 0; j < filled.length; j++) filled[j] = rng.pick(group)
    }
    values.push(statistic(drawn))
  }
  values.sort((a, b) => a - b)
  return { low: quantileOfSorted(values, (1 - level) / 2), high: quantileOfSorted(values, (1 + level) / 2) }
}
