import type { Rng } from '../../core/index.js'
import { quantileOfSorted } from '../../numeric/index.js'
import type { Band } from '../summary.js'

const RESAMPLES = 300

/**
 * The mean over strata of the mean over their runs, at each point, with its stratified bootstrap band: whole runs are resampled within
 * each stratum. Points at which a run has no value (NaN) are means of the others.
 *
 * @param strata runs by stratum, as seeds by problem; all curves of one length.
 */
export const bandOf = (strata: readonly (readonly Float64Array[])[], rng: Rng): Band => {
  const points = strata[0]?.[0]?.length ?? 0
  const meanOf = (pick: (runs: readonly Float64Array[], i: number) => Float64Array): Float64Array => {
    const total = new Float64Array(points)
    const counts = new Uint32Array(points)
    const [sum, seen] = [new Float64Array(points), new Uint32Array(points)]
    for (const runs of strata) {
      sum.fill(0)
      seen.fill(0)
      for (let i = 0; i < runs.length; i++) {
        const run = pick(runs, i)
        for (let k = 0; k < points; k++) {
          const value = run[k] as number
          if (Number.isNaN(value)) continue
          sum[k] = (sum[k] as number) + value
          seen[k] = (seen[k] as number) + 1
        }
      }
      for (let k = 0; k < points; k++) {
        if (seen[k] === 0) continue
        total[k] = (total[k] as number) + (sum[k] as number) / (seen[k] as number)
        counts[k] = (counts[k] as number) + 1
      }
    }
    return total.map((value, k) => (counts[k] === 0 ? 0 : value / (counts[k] as number)))
  }
  const mean = meanOf((runs, i) => runs[i] as Float64Array)
  const resampled = Array.from({ length: RESAMPLES }, () => meanOf(runs => rng.pick(runs)))
  const [low, high] = [new Float64Array(points), new Float64Array(points)]
  const column = new Float64Array(RESAMPLES)
  for (let k = 0; k < points; k++) {
    for (let r = 0; r < RESAMPLES; r++) column[r] = (resampled[r] as Float64Array)[k] as number
    column.sort()
    low[k] = quantileOfSorted(column, 0.025)
    high[k] = quantileOfSorted(column, 0.975)
  }
  return { mean: [...mean], low: [...low], high: [...high] }
}
