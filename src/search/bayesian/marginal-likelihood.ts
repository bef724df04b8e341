import { Cholesky, type Differentiable, lbfgs } from '../../numeric/index.js'
import { type Coordinates, squaredDistances } from './coordinates.js'
import { type Hyperparameters, hyperparametersOf, logPrior, type Prior, vectorOf } from './hyperparameters.js'
import { matern52, matern52Slope } from './matern.js'

/**
 * Log marginal likelihood of targets at points, as a function of the vector of hyperparameters; its gradient in closed form is
 * written beside it. NaN where the covariance is not positive definite. Time grows with n^3.
 * @see Rasmussen & Williams 2006, "Gaussian processes for machine learning"
 */
export const logMarginalLikelihood = (
  coordinates: Coordinates,
  points: readonly Float64Array[],
  targets: Float64Array,
  prior: Prior,
): Differentiable => {
  const [n, d] = [points.length, coordinates.dimension]
  // Of all pairs i > j, side by side: they stay the same while hyperparameters change.
  const squared = new Float64Array(((n * (n - 1)) / 2) * d)
  let at = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++, at += d)
      squaredDistances(coordinates, points[i] as Float64Array, points[j] as Float64Array, squared, at)
  }
  const row = new Float64Array(n)
  const slopes = new Float64Array((n * (n - 1)) / 2)
  return (vector, gradient) => {
    const { lengthscales, variance, noise, mean } = hyperparametersOf(vector, prior)
    const weights = lengthscales.map(lengthscale => 1 / lengthscale ** 2)
    const cholesky = new Cholesky(n)
    let pair = 0
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < i; j++, pair++) {
        let r2 = 0
        for (let k = 0, s = pair * d; k < d; k++, s++) r2 += (weights[k] as number) * (squared[s] as number)
        row[j] = variance * matern52(r2)
        slopes[pair] = variance * matern52Slope(r2)
      }
      row[i] = variance + noise
      if (!cholesky.append(row)) return Number.NaN
    }
    const alpha = targets.map(target => target - mean)
    const residuals = alpha.slice()
    cholesky.solve(alpha)
    const inverse = cholesky.inverse()
    // d/dtheta = tr((alpha alpha^T - K^-1) dK/dtheta) / 2, by pairs.
    gradient.fill(0)
    let [trace, sumOfAlpha, fit] = [0, 0, 0]
    let signal = 0
    pair = 0
    for (let i = 0; i < n; i++) {
      const ai = alpha[i] as number
      for (let j = 0; j < i; j++, pair++) {
        const outer = ai * (alpha[j] as number) - (inverse[i * n + j] as number)
        const factor = outer * (slopes[pair] as number)
        for (let k = 0, s = pair * d; k < d; k++, s++)
          gradient[k] = (gradient[k] as number) + factor * (squared[s] as number)
      }
      trace += ai * ai - (inverse[i * n + i] as number)
      sumOfAlpha += ai
      fit += ai * (residuals[i] as number)
      // K = s^2 C + noise I, so that s^2 C alpha is what is left of the residual; likewise for the inverse.
      signal += ai * ((residuals[i] as number) - noise * ai) - (1 - noise * (inverse[i * n + i] as number))
    }
    // r^2 falls by -2 weight * squared for each unit of a log lengthscale.
    for (let k = 0; k < d; k++) gradient[k] = -2 * (weights[k] as number) * (gradient[k] as number)
    gradient[d] = signal / 2
    gradient[d + 1] = (trace * Math.exp(vector[d + 1] as number)) / 2
    gradient[d + 2] = sumOfAlpha
    return -(fit + cholesky.logDeterminant() + n * Math.log(2 * Math.PI)) / 2
  }
}

/** Steps of the optimiser: what is not finished is continued at the next fit. */
const ITERATIONS = 30

/** Hyperparameters of the largest posterior density that L-BFGS finds from some starts. */
export const mostLikely = (
  coordinates: Coordinates,
  points: readonly Float64Array[],
  targets: Float64Array,
  starts: readonly Hyperparameters[],
  prior: Prior,
): Hyperparameters => {
  const likelihood = logMarginalLikelihood(coordinates, points, targets, prior)
  const objective: Differentiable = (vector, gradient) => {
    const value = likelihood(vector, gradient) + logPrior(vector, gradient, prior)
    for (let i = 0; i < gradient.length; i++) gradient[i] = -(gradient[i] as number)
    return -value
  }
  const minima = starts.map(start =>
    lbfgs(objective, vectorOf(start, prior), { iterations: ITERATIONS, tolerance: 1e-3, progress: 1e-5 }),
  )
  const best = minima.reduce((a, b) => (b.value < a.value ? b : a))
  return hyperparametersOf(best.x, prior)
}
