/** What shapes a Gaussian process over standardised targets. */
export interface Hyperparameters {
  /** One for each coordinate. */
  readonly lengthscales: Float64Array
  /** Of the signal, s^2. */
  readonly variance: number
  /** Variance of the noise. */
  readonly noise: number
  /** Of all functions, far from data. */
  readonly mean: number
}

/** What is held to be likely before anything was seen; it depends on what is modelled. */
export interface Prior {
  /** What the variance of the noise is at least, in units of the targets' variance. */
  readonly leastNoise: number
  /** Standard deviation of log lengthscales. */
  readonly spread: number
}

// The optimiser sees them as one vector: log lengthscales, log s^2, log (noise - least noise), mean.

export const vectorOf = (
  { lengthscales, variance, noise, mean }: Hyperparameters,
  { leastNoise }: Prior,
): Float64Array =>
  Float64Array.of(
    ...lengthscales.map(Math.log),
    Math.log(variance),
    Math.log(Math.max(noise - leastNoise, 1e-12)),
    mean,
  )

export const hyperparametersOf = (vector: Float64Array, { leastNoise }: Prior): Hyperparameters => {
  const d = vector.length - 3
  return {
    lengthscales: vector.subarray(0, d).map(Math.exp),
    variance: Math.exp(vector[d] as number),
    noise: leastNoise + Math.exp(vector[d + 1] as number),
    mean: vector[d + 2] as number,
  }
}

/** A log-normal distribution: mean and standard deviation of the logarithm. */
interface LogNormal {
  readonly mu: number
  readonly sigma: number
}

/** Lengthscales grow with the root of the dimension, so that a priori no dimension makes the functions wilder. @see Hvarfner, Hellsten & Nardi 2024, "Vanilla Bayesian optimization performs great in high dimensions" */
const lengthscalePrior = (dimension: number, sigma: number): LogNormal => ({
  mu: Math.SQRT2 + Math.log(dimension) / 2,
  sigma,
})
/** Targets are standardised. */
const VARIANCE: LogNormal = { mu: 0, sigma: 1 }
/** Broad: from functions without noise to measurements that are hardly more than that. */
const NOISE: LogNormal = { mu: -6, sigma: 3 }

/** Where the first fit starts: about the modes of the priors. */
export const modeOf = (dimension: number, { leastNoise, spread }: Prior): Hyperparameters => ({
  lengthscales: new Float64Array(dimension).fill(mode(lengthscalePrior(dimension, spread))),
  variance: 1,
  noise: leastNoise + 1e-3,
  mean: 0,
})

const mode = ({ mu, sigma }: LogNormal): number => Math.exp(mu - sigma ** 2)

/** Log density of the priors, up to a constant; its gradient is added to `gradient`. The mean is standard normal. */
export const logPrior = (vector: Float64Array, gradient: Float64Array, { spread }: Prior): number => {
  const d = vector.length - 3
  const lengthscale = lengthscalePrior(d, spread)
  let sum = 0
  for (let i = 0; i < d + 2; i++) {
    const { mu, sigma } = i < d ? lengthscale : i === d ? VARIANCE : NOISE
    const t = vector[i] as number
    const deviation = (t - mu) / sigma
    sum -= t + deviation ** 2 / 2
    gradient[i] = (gradient[i] as number) - 1 - deviation / sigma
  }
  const mean = vector[d + 2] as number
  gradient[d + 2] = (gradient[d + 2] as number) - mean
  return sum - mean ** 2 / 2
}
