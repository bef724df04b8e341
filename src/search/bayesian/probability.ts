import { median, normalTail } from '../../numeric/index.js'
import type { Surrogate } from './surrogate.js'

/** Log probability of something at a point. */
export type LogProbability = (point: Float64Array) => number

/** Where nothing has gone wrong so far, nothing is expected to. */
const certain: LogProbability = () => 0

/**
 * How likely it is that a label is rather above 0 than below, from the labels of other points: 1 where all went well, below 0 elsewhere. It is
 * the probability that a Gaussian process of the labels is positive (least-squares classification with a probit); noise is left out of it,
 * so that many failures in one place make it as sure of the next one as they should.
 * @see Gelbart, Snoek & Adams 2014, "Bayesian optimization with unknown constraints", for learning it apart from the losses; Rasmussen & Williams
 * 2006, "Gaussian processes for machine learning", for the classification
 */
export const logProbabilityOf = (
  surrogate: Surrogate,
  points: readonly Float64Array[],
  labels: Float64Array,
): LogProbability => {
  if (labels.every(label => label > 0)) return certain
  const { process } = surrogate.of(points, labels)
  return point => {
    const { mean, variance } = process.predict(point)
    return Math.log(Math.max(normalTail(-mean / Math.sqrt(variance)), Number.MIN_VALUE))
  }
}

/** 1 for what has losses, -1 for what has not. */
export const labelsOfSuccess = (succeeded: readonly boolean[]): Float64Array =>
  Float64Array.from(succeeded, isFine => (isFine ? 1 : -1))

/**
 * 1 for what is feasible; for what is not, from 0 down to -2 with the violation and -1 at its median, so that the way to what is feasible shows
 * in the labels of what is not.
 */
export const labelsOfViolation = (violations: readonly number[]): Float64Array => {
  const middle = median(violations.filter(violation => violation > 0))
  return Float64Array.from(violations, violation => (violation > 0 ? (-2 * violation) / (violation + middle) : 1))
}
