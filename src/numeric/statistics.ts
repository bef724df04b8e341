/** Arithmetic mean; NaN for no samples. */
export const mean = (samples: readonly number[]): number => {
  let sum = 0
  for (const sample of samples) sum += sample
  return sum / samples.length
}

/** Sample standard deviation (n - 1), two-pass; 0 for a single sample. */
export const std = (samples: readonly number[]): number => {
  if (samples.length === 1) return 0
  const center = mean(samples)
  let squares = 0
  for (const sample of samples) squares += (sample - center) ** 2
  return Math.sqrt(squares / (samples.length - 1))
}

/** A sorted copy, smallest first. */
export const sorted = (samples: readonly number[]): number[] => [...samples].sort((a, b) => a - b)

/**
 * The `p` quantile, p in [0, 1], of samples that are sorted already: linear between order statistics (type 7, the
 * default of R and NumPy). NaN for no samples.
 * @see Hyndman and Fan 1996, "Sample quantiles in statistical packages"
 */
export const quantileOfSorted = (samples: ArrayLike<number>, p: number): number => {
  const position = (samples.length - 1) * p
  const below = Math.floor(position)
  const low = samples[below] ?? Number.NaN
  const high = samples[below + 1] ?? low
  return position === below ? low : low + (position - below) * (high - low)
}

/** The `p` quantile (type 7) of samples in any order. */
export const quantile = (samples: readonly number[], p: number): number => quantileOfSorted(sorted(samples), p)

/** The middle sample, or halfway between the two middle ones. */
export const median = (samples: readonly number[]): number => quantile(samples, 0.5)

/**
 * Mean of the middle half: a quarter of the samples, rounded down, is left out at either end. It hears more of the samples than the
 * median does, and of outliers no more. NaN for no samples.
 * @see Agarwal et al. 2021, "Deep reinforcement learning at the edge of the statistical precipice", section 4.3
 */
export const interquartileMean = (samples: readonly number[]): number => {
  const out = Math.floor(samples.length / 4)
  return mean(sorted(samples).slice(out, samples.length - out))
}

/** Median absolute deviation from the median, unscaled: times 1.4826 it estimates a normal's standard deviation. */
export const mad = (samples: readonly number[]): number => {
  const center = median(samples)
  return median(samples.map(sample => Math.abs(sample - center)))
}

/** An interval between two order statistics, and how surely the true median lies within it, whatever the distribution. */
export interface MedianInterval {
  readonly low: number
  readonly high: number
  /** Coverage that the interval really has: at least the level asked for, unless there are too few samples. */
  readonly level: number
}

/**
 * Distribution-free confidence interval of the median: [x(k), x(n + 1 - k)] covers it with probability
 * 1 - 2 P(B < k), B binomial (n, 1/2); k is the largest that reaches the level. Exact for every n.
 * Too few samples (under 6 for 0.95): the interval is [min, max], and its `level`, 1 - 2^(1 - n), tells that it falls short.
 * @see Conover 1999, "Practical Nonparametric Statistics", section 3.2; David and Nagaraja 2003, section 7.1
 */
export const medianInterval = (samples: readonly number[], level = 0.95): MedianInterval =>
  medianIntervalOfSorted(sorted(samples), level)

/** `medianInterval` of samples that are sorted already. */
export const medianIntervalOfSorted = (samples: readonly number[], level = 0.95): MedianInterval => {
  const n = samples.length
  const weights = binomialWeights(n)
  let total = 0
  for (let i = 0; i <= n; i++) total += weights[Math.min(i, n - i)] ?? 0
  let tail = (weights[0] ?? 0) / total // P(B < k)
  let k = 1
  for (; 2 * (k + 1) <= n; k++) {
    const wider = tail + (weights[k] ?? 0) / total
    if (1 - 2 * wider < level) break
    tail = wider
  }
  return { low: samples[k - 1] ?? Number.NaN, high: samples[n - k] ?? Number.NaN, level: Math.max(0, 1 - 2 * tail) }
}

/** Binomial coefficients of the lower half, C(n, i) / C(n, floor(n / 2)): ratios, so that no n overflows. */
const binomialWeights = (n: number): Float64Array => {
  const middle = Math.floor(n / 2)
  const weights = new Float64Array(middle + 1).fill(1)
  for (let i = middle; i > 0; i--) weights[i - 1] = ((weights[i] ?? 0) * i) / (n - i + 1)
  return weights
}
