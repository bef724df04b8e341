import { normalTail } from '../../numeric/index.js'
import type { Surrogate } from './surrogate.js'

/** Log probability of something at a point. */
export type LogProbability = (point: Float64Array) => number

/**
 * Least variance of labels' noise. A smooth process is wrong beside the step from 1 to -1: without noise it would make up for that by short
 * lengthscales, learn nothing about places near to failures, and be sure of it.
 */
export const LABEL_NOISE = 0.1

/** Where nothing has gone wrong so far, nothing is expected to. */
const certain: LogProbability = () => 0

/**
 * How likely it is that something holds, from where it has held and where not: a Gaussian process of labels 1 and -1, and the probability
 * that it is above 0 with its noise (least-squares classification, probit).
 * @see Gelbart, Snoek & Adams 2014, "Bayesian optimization with unknown constraints", for learning it apart from the losses; Rasmussen & Williams 2006,
 * section 6.5, for the classification
 */
export const logProbabilityOf = (
  surrogate: Surrogate,
  points: readonly Float64Array[],
  holds: readonly boolean[],
): LogProbability => {
  if (holds.every(Boolean)) return certain
  const labels = Float64Array.from(holds, held => (held ? 1 : -1))
  const { process } = surrogate.of(points, labels)
  const { noise } = process.hyperparameters
  return point => {
    const { mean, variance } = process.predict(point)
    return Math.log(Math.max(normalTail(-mean / Math.sqrt(variance + noise)), Number.MIN_VALUE))
  }
}
