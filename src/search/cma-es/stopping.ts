import { median } from '../../numeric/index.js'
import type { Distribution } from './distribution.js'

/** What stopping looks back on: one entry for each generation of a run. null where the sample has no loss or is infeasible. */
export interface History {
  readonly best: (number | null)[]
  readonly median: (number | null)[]
  /** 1 where the best and the k-th best sample were equally good, k = 1 + ceil(0.1 + lambda / 4). */
  readonly flat: number[]
}

/**
 * The criterion by which a run has ended, or undefined. `range` is that between the best and the worst loss of the last generation,
 * Infinity where one of them has none.
 * @see Hansen 2023, appendix B.3; Hansen 2009, section 2 for the bounds of MaxIter, EqualFunVals and Stagnation
 */
export const stopped = (
  distribution: Distribution,
  { best, median: medians, flat }: History,
  range: number,
  sigma0: number,
): string | undefined => {
  const { n, lambda } = distribution.parameters
  const { generation: g, sigma, mean, axisLengths: D, path } = distribution
  if (g > 100 + (50 * (n + 3) ** 2) / Math.sqrt(lambda)) return 'MaxIter'

  const recent = 10 + Math.ceil((30 * n) / lambda)
  if (g > recent && range < 1e-12 && rangeOf(best.slice(-recent)) < 1e-12) return 'TolFun'
  if (g > n && flat.slice(-n).reduce((sum, value) => sum + value, 0) > n / 3) return 'EqualFunVals'
  const length = stagnationLength(g, n, lambda)
  // Looked at now and then: the only criterion that takes longer the longer the run.
  if (g % Math.ceil(length / 100) === 0 && isStagnating(best, medians, length)) return 'Stagnation'

  const deviation = (j: number): number => sigma * Math.sqrt(distribution.covariance(j, j))
  const all = Array.from(mean, (_, j) => j)
  if (all.every(j => deviation(j) < 1e-12 * sigma0 && Math.abs(sigma * (path[j] as number)) < 1e-12 * sigma0))
    return 'TolX'
  const [shortest, longest] = [Math.min(...D), Math.max(...D)]
  if (sigma * longest > 1e4 * sigma0) return 'TolXUp'
  if (longest ** 2 > 1e14 * shortest ** 2) return 'ConditionCov'

  if (all.some(j => mean[j] === (mean[j] as number) + 0.2 * deviation(j))) return 'NoEffectCoord'
  const axis = distribution.axis(g % n)
  if (all.every(j => mean[j] === (mean[j] as number) + 0.1 * sigma * (axis[j] as number))) return 'NoEffectAxis'
  return undefined
}

/** Infinity where a value is missing. */
const rangeOf = (values: readonly (number | null)[]): number => {
  if (values.includes(null)) return Number.POSITIVE_INFINITY
  return Math.max(...(values as number[])) - Math.min(...(values as number[]))
}

/** Generations that Stagnation looks back on: a fifth of all, but at least 120 + 30 n / lambda and at most 20,000. */
export const stagnationLength = (generation: number, n: number, lambda: number): number =>
  Math.min(20_000, Math.max(Math.ceil(generation / 5), Math.ceil(120 + (30 * n) / lambda)))

/** Neither best nor median losses of the last 30% are better than those of the first 30%. */
const isStagnating = (
  best: readonly (number | null)[],
  medians: readonly (number | null)[],
  length: number,
): boolean => {
  if (best.length < length) return false
  const part = Math.floor(length * 0.3)
  return [best, medians].every(values => {
    const window = values.slice(-length)
    const [early, late] = [window.slice(0, part), window.slice(-part)]
    if (early.includes(null) || late.includes(null)) return false
    return median(late as number[]) >= median(early as number[])
  })
}
