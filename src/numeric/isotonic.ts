interface IsotonicOptions {
  /** One for each value, above 0. Default: all 1. */
  readonly weights?: ArrayLike<number>
  /** Whether the fit may only go down, instead of up. Default: false. */
  readonly decreasing?: boolean
}

/**
 * Isotonic regression: the monotone sequence that is nearest to the values by weighted squares, by pooling neighbours that are out of order
 * into their mean.
 * @see Ayer et al. 1955, "An empirical distribution function for sampling with incomplete information"; Best & Chakravarti 1990, "Active set
 * algorithms for isotonic regression"
 */
export const isotonicRegression = (
  values: ArrayLike<number>,
  { weights, decreasing = false }: IsotonicOptions = {},
): Float64Array => {
  const n = values.length
  const sign = decreasing ? -1 : 1
  // Blocks so far: weighted sums, weights, and where each one ends.
  const [sums, masses, ends] = [new Float64Array(n), new Float64Array(n), new Uint32Array(n)]
  let last = -1
  for (let i = 0; i < n; i++) {
    const weight = weights === undefined ? 1 : (weights[i] as number)
    last++
    sums[last] = sign * weight * (values[i] as number)
    masses[last] = weight
    ends[last] = i + 1
    while (last > 0 && isOutOfOrder(sums, masses, last)) {
      sums[last - 1] = (sums[last - 1] as number) + (sums[last] as number)
      masses[last - 1] = (masses[last - 1] as number) + (masses[last] as number)
      last--
      ends[last] = i + 1
    }
  }
  const fitted = new Float64Array(n)
  for (let block = 0, start = 0; block <= last; block++) {
    fitted.fill((sign * (sums[block] as number)) / (masses[block] as number), start, ends[block])
    start = ends[block] as number
  }
  return fitted
}

const isOutOfOrder = (sums: Float64Array, masses: Float64Array, block: number): boolean =>
  (sums[block - 1] as number) / (masses[block - 1] as number) >= (sums[block] as number) / (masses[block] as number)
