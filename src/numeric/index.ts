export { normalQuantile, normalTail, studentQuantile } from './distributions.js'
export { holm, signedRankTest } from './signed-rank.js'
export { maxSobolDimension, sobolSequence } from './sobol.js'
export {
  bootstrapInterval,
  mad,
  mean,
  median,
  medianInterval,
  medianIntervalOfSorted,
  quantile,
  quantileOfSorted,
  sorted,
  std,
} from './statistics.js'
export { lastingGrowth, theilSenSlope, upwardTrend } from './trend.js'
