export { Cholesky } from './cholesky.js'
export { normalQuantile, normalTail, studentQuantile, studentTail } from './distributions.js'
export { betaDraw, gammaDraw, simplexDraw } from './draws.js'
export { type Forest, type ForestOptions, growForest } from './forest.js'
export { logGamma } from './gamma.js'
export { type Differentiable, lbfgs } from './lbfgs.js'
export { RunningMoments } from './running-moments.js'
export { maxSobolDimension, sobolSequence } from './sobol.js'
export { solve } from './solve.js'
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
export { symmetricEigen } from './symmetric-eigen.js'
export { holm, pairedTest } from './tests.js'
export { lastingGrowth, theilSenSlope, upwardTrend } from './trend.js'
