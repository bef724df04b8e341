import { normalTail } from '../../numeric/index.js'
import type { Prediction } from './gaussian-process.js'

const LOG_SQRT_2PI = Math.log(2 * Math.PI) / 2

/**
 * log h(z) with h(z) = phi(z) + z Phi(z), what a standard normal improves on z on average: no underflow and no cancellation however small
 * z is.
 * @see Ament et al. 2023, "Unexpected improvements to expected improvement for Bayesian optimization". Their three
 * branches are two here: in the tail h is phi times two terms of Laplace's continued fraction, which loses no digits.
 */
export const logH = (z: number): number => {
  if (z > -1) return Math.log(Math.exp(-(z * z) / 2 - LOG_SQRT_2PI) + z * normalTail(-z))
  const a = -z
  // Ratios of repeated integrals of the normal tail, Hh_n / Hh_(n-1) = 1 / (a + (n + 1) Hh_(n+1) / Hh_n) (Abramowitz & Stegun 1964).
  const terms = Math.ceil(TERMS / (a * a)) + 8
  // What neighbouring ratios are, were they equal.
  let ratio = 2 / (a + Math.sqrt(a * a + 4 * (terms + 1)))
  for (let n = terms; n >= 1; n--) ratio = 1 / (a + (n + 1) * ratio)
  return -(a * a) / 2 - LOG_SQRT_2PI + Math.log(ratio / (a + ratio))
}

/** Terms for 12 digits at z = -1; fewer are needed further out, about as 1 / z^2. */
const TERMS = 150

/** log E[max(0, best - y)] for a normal y. @see Jones, Schonlau & Welch 1998 */
export const logExpectedImprovement = ({ mean, variance }: Prediction, best: number): number => {
  const std = Math.sqrt(variance)
  return Math.log(std) + logH((best - mean) / std)
}

/** How much a configuration may be worth, the more the better; `logFeasible` is the log probability that it is feasible. */
export type Acquisition = (prediction: Prediction, best: number, logFeasible: number) => number

export const acquisitionOf = (kind: 'logEI' | 'EI' | 'UCB', kappa: number): Acquisition => {
  switch (kind) {
    case 'logEI':
      return (prediction, best, logFeasible) => logExpectedImprovement(prediction, best) + logFeasible
    case 'EI':
      return (prediction, best, logFeasible) => Math.exp(logExpectedImprovement(prediction, best) + logFeasible)
    case 'UCB':
      return ({ mean, variance }, best, logFeasible) => {
        const gain = best - (mean - kappa * Math.sqrt(variance))
        // Losses are minimised, so that the bound is a lower one. What is likely to be infeasible must lose, whatever the sign.
        return gain > 0 ? gain * Math.exp(logFeasible) : gain * Math.exp(-logFeasible)
      }
  }
}
