import type { Axis } from './axis.js'
import type { Kernels } from './kernels.js'

/**
 * The observed alternative, with 1 / kernels as much for every other one: Aitchison & Aitken's kernel, narrower the more is known.
 * @see Optuna 5, `_calculate_categorical_distributions`
 */
export const alternativeKernels = ({ size }: Axis, column: Float64Array, rows: readonly number[]): Kernels => {
  const smoothing = 1 / (rows.length + 1)
  const all = 1 + size * smoothing
  const [same, other, prior] = [Math.log((1 + smoothing) / all), Math.log(smoothing / all), -Math.log(size)]
  const seen = new Int32Array(rows.length)
  for (let k = 0; k < rows.length; k++) seen[k] = column[rows[k] as number] as number
  return {
    draw: (kernel, rng) => {
      const isPrior = kernel === rows.length
      if (!isPrior && rng.next() * all < 1) return seen[kernel] as number
      return rng.integer(0, size - 1)
    },
    addTo: (terms, x) => {
      for (let k = 0; k < seen.length; k++) terms[k] = (terms[k] as number) + (seen[k] === x ? same : other)
      terms[seen.length] = (terms[seen.length] as number) + prior
    },
  }
}
