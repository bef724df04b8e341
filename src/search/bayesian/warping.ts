import { mean, normalQuantile, quantileOfSorted, sorted, std } from '../../numeric/index.js'

/** How losses become the targets of a Gaussian process: in the same order, with mean 0 and standard deviation 1. */
export type Warping = 'auto' | 'copula' | 'none'

/**
 * Targets from losses. `none` standardises. `copula` takes the normal quantiles of their ranks. `auto` makes what is skewed towards large
 * losses, as run times are, more normal by a power of maximum likelihood; what is skewed the other way is left as it is, so that good
 * losses are never pressed together.
 * @see Box & Cox 1964, "An analysis of transformations"; Yeo & Johnson 2000, "A new family of power transformations to improve normality or symmetry"; Cowen-Rivers et al. 2022, "HEBO: pushing the
 * limits of sample-efficient hyperparameter optimisation" (powers); Salinas, Shen & Perrone 2020, "A quantile-based approach for
 * hyperparameter transfer learning" (copula)
 */
export const targetsOf = (losses: readonly number[], warping: Warping): Float64Array => {
  switch (warping) {
    case 'auto':
      return standardised(unskewed(losses))
    case 'copula':
      return standardised(normalScores(losses))
    case 'none':
      return standardised(losses)
  }
}

const standardised = (values: readonly number[]): Float64Array => {
  const [center, spread] = [mean(values), std(values)]
  return Float64Array.from(values, value => (spread > 0 ? (value - center) / spread : 0))
}

/** Normal quantiles of mid-ranks: equal values have equal scores. */
const normalScores = (values: readonly number[]): number[] => {
  const ascending = sorted(values)
  const first = new Map<number, number>()
  const last = new Map<number, number>()
  for (const [rank, value] of ascending.entries()) {
    if (!first.has(value)) first.set(value, rank)
    last.set(value, rank)
  }
  return values.map(value => {
    const rank = ((first.get(value) as number) + (last.get(value) as number)) / 2
    return normalQuantile((rank + 0.5) / values.length)
  })
}

/** Positive losses as they are, by Box and Cox's power; others around their median, by Yeo and Johnson's. */
const unskewed = (values: readonly number[]): readonly number[] => {
  if (values.every(value => value > 0)) return powered(values, boxCox, Math.log)
  const ascending = sorted(values)
  const [low, center, high] = [0.25, 0.5, 0.75].map(p => quantileOfSorted(ascending, p)) as [number, number, number]
  // Half of the values decide the scale: outliers would press the others into a part in which every power is straight.
  const scale = high > low ? (high - low) / IQR_OF_NORMAL : std(values)
  const scaled = values.map(value => (scale > 0 ? (value - center) / scale : 0))
  return powered(scaled, yeoJohnson, value => Math.sign(value) * Math.log1p(Math.abs(value)))
}

const IQR_OF_NORMAL = 2 * normalQuantile(0.75)

const powered = (values: readonly number[], warp: Power, logSlope: (value: number) => number): number[] => {
  const lambda = likeliestPower(values, warp, logSlope)
  return values.map(value => warp(value, lambda))
}

/** A power of a value; 1 leaves the distances between values as they are, smaller ones press large values together. */
type Power = (value: number, lambda: number) => number

/** (value^lambda - 1) / lambda, and the logarithm at 0. @see Box & Cox 1964 */
export const boxCox: Power = (value, lambda) => grown(Math.log(value), lambda)

/** @see Yeo & Johnson 2000 */
export const yeoJohnson: Power = (value, lambda) =>
  value >= 0 ? grown(Math.log1p(value), lambda) : -grown(Math.log1p(-value), 2 - lambda)

/** (e^(lambda x) - 1) / lambda. */
const grown = (x: number, lambda: number): number => (lambda === 0 ? x : Math.expm1(lambda * x) / lambda)

/**
 * The logarithm at most: stronger powers, which the heap of trials near to the best makes likely, blow up small differences between
 * these.
 */
const LEAST_POWER = 0
/** The power is found to within 1.618^-24, about 1e-5. */
const STEPS = 24

/**
 * The power in [0, 1] under which the values are likeliest to be normal, by golden section; `logSlope` is d log(warp'(value)) / d lambda.
 * @see Box & Cox 1964; Yeo & Johnson 2000
 */
export const likeliestPower = (values: readonly number[], warp: Power, logSlope: (value: number) => number): number => {
  const jacobian = values.reduce((sum, value) => sum + logSlope(value), 0)
  const logLikelihood = (lambda: number): number =>
    -values.length * Math.log(std(values.map(value => warp(value, lambda)))) + (lambda - 1) * jacobian
  const golden = (Math.sqrt(5) - 1) / 2
  let [low, high] = [LEAST_POWER, 1]
  let [left, right] = [high - golden * (high - low), low + golden * (high - low)]
  let [atLeft, atRight] = [logLikelihood(left), logLikelihood(right)]
  for (let step = 0; step < STEPS; step++) {
    if (atLeft >= atRight) {
      ;[high, right, atRight] = [right, left, atLeft]
      left = high - golden * (high - low)
      atLeft = logLikelihood(left)
    } else {
      ;[low, left, atLeft] = [left, right, atRight]
      right = low + golden * (high - low)
      atRight = logLikelihood(right)
    }
  }
  return (low + high) / 2
}
