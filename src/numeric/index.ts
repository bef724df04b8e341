export { normalQuantile, studentQuantile } from './distributions.js'
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
