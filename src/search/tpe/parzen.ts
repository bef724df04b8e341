import type { Rng } from '../../core/index.js'
import { alternativeKernels } from './alternative-kernels.js'
import type { Axis } from './axis.js'
import type { Kernels } from './kernels.js'
import { neighbourhood, normalKernels } from './normal-kernels.js'
import type { Observations } from './observations.js'

/** A mixture of product kernels, one around each observation, and a wide one (the prior) over the whole range. */
export interface ParzenEstimator {
  /** Writes a sample into its axes of `point`. */
  draw(rng: Rng, point: Float64Array): void
  /** Adds to `sums` the log density of each point, over those of its axes that are active (not NaN) in it. */
  addLogDensities(points: readonly Float64Array[], sums: Float64Array, sign: 1 | -1): void
}

/**
 * The multivariate Parzen estimator of some axes from some rows; the last kernel is the prior.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; Watanabe 2023, "Tree-structured Parzen
 * estimator: understanding its algorithm components"
 */
export const parzenEstimator = (
  observations: Observations,
  axes: readonly number[],
  rows: readonly number[],
  weights: ArrayLike<number>,
  prior: number,
): ParzenEstimator => {
  const count = rows.length + 1
  const kernels = kernelsOf(observations, axes, rows)
  const logWeights = new Float64Array(count)
  const cumulative = new Float64Array(count)
  let total = 0
  for (let k = 0; k < count; k++) {
    const weight = k < rows.length ? (weights[k] as number) : prior
    total += weight
    cumulative[k] = total
    logWeights[k] = Math.log(weight)
  }
  const logTotal = Math.log(total)
  const terms = new Float64Array(count)
  return {
    draw: (rng, point) => {
      const u = rng.next() * total
      let kernel = 0
      while (kernel < count - 1 && (cumulative[kernel] as number) <= u) kernel++
      for (let i = 0; i < axes.length; i++) point[axes[i] as number] = (kernels[i] as Kernels).draw(kernel, rng)
    },
    addLogDensities: (points, sums, sign) => {
      for (const [c, point] of points.entries()) {
        terms.set(logWeights)
        for (let i = 0; i < axes.length; i++) {
          const x = point[axes[i] as number] as number
          if (!Number.isNaN(x)) (kernels[i] as Kernels).addTo(terms, x)
        }
        sums[c] = (sums[c] as number) + sign * (logSumExp(terms) - logTotal)
      }
    },
  }
}

/** What is smaller than a term by this factor's logarithm does not change a sum of millions in its last digit. */
const NEGLIGIBLE = 52

const logSumExp = (terms: Float64Array): number => {
  let largest = Number.NEGATIVE_INFINITY
  for (let k = 0; k < terms.length; k++) if ((terms[k] as number) > largest) largest = terms[k] as number
  let sum = 0
  for (let k = 0; k < terms.length; k++) {
    const below = (terms[k] as number) - largest
    if (below > -NEGLIGIBLE) sum += Math.exp(below)
  }
  return largest + Math.log(sum)
}

/** For each of some axes a kernel around each row, and a last one, the prior. */
const kernelsOf = (
  observations: Observations,
  axes: readonly number[],
  rows: readonly number[],
): readonly Kernels[] => {
  const kernelOfRow = new Int32Array(observations.length).fill(-1)
  for (let k = 0; k < rows.length; k++) kernelOfRow[rows[k] as number] = k
  return axes.map(a => {
    const axis = observations.axes[a] as Axis
    if (axis.kind === 'alternatives') return alternativeKernels(axis, observations.column(a), rows)
    return normalKernels(axis, neighbourhood(observations.column(a), observations.order(a), kernelOfRow, rows.length))
  })
}
