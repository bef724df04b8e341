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

/**
 * The same for y over x in any order, as a function: y is averaged where x is the same; between distinct x the fit is straight, beyond them flat.
 * For one point or more.
 */
export const isotonicCurve = (
  x: readonly number[],
  y: readonly number[],
  options: { readonly decreasing?: boolean } = {},
): ((at: number) => number) => {
  const order = Uint32Array.from(x.keys()).sort((a, b) => (x[a] as number) - (x[b] as number))
  const [points, sums, weights]: [number[], number[], number[]] = [[], [], []]
  for (const i of order) {
    if (x[i] !== points.at(-1)) {
      points.push(x[i] as number)
      sums.push(0)
      weights.push(0)
    }
    const last = points.length - 1
    sums[last] = (sums[last] as number) + (y[i] as number)
    weights[last] = (weights[last] as number) + 1
  }
  const means = sums.map((sum, i) => sum / (weights[i] as number))
  const fitted = isotonicRegression(means, { ...options, weights })
  return at => {
    const next = countUpTo(points, at)
    if (next === 0 || next === points.length) return fitted[Math.max(0, next - 1)] as number
    const [x0, x1, y0, y1] = [points[next - 1], points[next], fitted[next - 1], fitted[next]] as [
      number,
      number,
      number,
      number,
    ]
    return ((y1 - y0) / (x1 - x0)) * (at - x0) + y0
  }
}

/** How many of ascending numbers are at most `limit`, by bisection. */
const countUpTo = (ascending: readonly number[], limit: number): number => {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
