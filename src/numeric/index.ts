export { bootstrapInterval } from './bootstrap.js'
export { Cholesky } from './cholesky.js'
export { chiSquareTail, fTail, normalQuantile, normalTail, studentQuantile, studentTail } from './distributions.js'
export { betaDraw, gammaDraw, simplexDraw } from './draws.js'
export { type Forest, type ForestOptions, growForest } from './forest.js'
export { friedman } from './friedman.js'
export { logGamma } from './gamma.js'
export { improvementInterval, probabilityOfImprovement, varghaDelaney } from './improvement.js'
export { regularisedBeta, upperGamma } from './incomplete.js'
export { isotonicCurve, isotonicRegression } from './isotonic.js'
export { type Differentiable, lbfgs } from './lbfgs.js'
export { nemenyiDifference, notDifferent } from './nemenyi.js'
export { pchip } from './pchip.js'
export { ranks } from './ranks.js'
export { RunningMoments } from './running-moments.js'
export { maxSobolDimension, sobolSequence } from './sobol.js'
export { solve } from './solve.js'
export {
  interquartileMean,
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
export { expectedRunningTime, kaplanMeier } from './survival.js'
export { symmetricEigen } from './symmetric-eigen.js'
export { holm, pairedTest } from './tests.js'
export { lastingGrowth, theilSenSlope, upwardTrend } from './trend.js'
export { wilcoxonSignedRank } from './wilcoxon.js'
