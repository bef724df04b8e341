import type { Measurement } from '../../core/index.js'
import { mad, mean, medianIntervalOfSorted, quantileOfSorted, sorted, std } from '../../numeric/index.js'

/** Makes the MAD of a normal distribution its standard deviation: 1 / quantile(0.75). */
const MAD_SCALE = 1.4826

/**
 * What the samples show. Outliers (further than 3 scaled MADs from the median) are counted and kept in every figure.
 * Under 6 samples the interval is [min, max] and covers the median less surely than 95%; for one sample `std` is 0.
 * Throws a RangeError for no samples.
 */
export const summarize = (samples: readonly number[], unit: string): Measurement => {
  if (samples.length === 0) throw new RangeError('expected at least one sample to summarize, got none')
  const ordered = sorted(samples)
  const median = quantileOfSorted(ordered, 0.5)
  const spread = mad(ordered)
  const interval = medianIntervalOfSorted(ordered, 0.95)
  return {
    unit,
    n: samples.length,
    median,
    mean: mean(samples),
    p90: quantileOfSorted(ordered, 0.9),
    p95: quantileOfSorted(ordered, 0.95),
    p99: quantileOfSorted(ordered, 0.99),
    mad: spread,
    std: std(samples),
    ciLow: interval.low,
    ciHigh: interval.high,
    outliers: samples.filter(sample => Math.abs(sample - median) > 3 * MAD_SCALE * spread).length,
    samples: [...samples],
  }
}
