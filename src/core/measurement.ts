/** What repeated samples of one metric showed. All but `n` and `samples` are in `unit`. */
export interface Measurement {
  readonly unit: string
  /** Number of samples, outliers included. */
  readonly n: number
  readonly median: number
  readonly mean: number
  readonly p90: number
  readonly p95: number
  readonly p99: number
  /** Median absolute deviation from the median, unscaled. */
  readonly mad: number
  /** Sample standard deviation (n - 1). */
  readonly std: number
  /** 95% confidence interval of the median. */
  readonly ciLow: number
  readonly ciHigh: number
  /** Samples further than 3 scaled MADs from the median: counted here, and kept in everything above. */
  readonly outliers: number
  readonly samples: readonly number[]
}

/** A metric's value: one number, or a measurement with its spread. */
export type MetricValue = Measurement | number

/** Which number of a measurement an objective looks at. */
export type Statistic = 'median' | 'mean' | 'p90' | 'p95' | 'p99'

/** One number for a metric; a plain number stands for every statistic of itself. */
export const statisticOf = (value: MetricValue, statistic: Statistic = 'median'): number =>
  typeof value === 'number' ? value : value[statistic]
