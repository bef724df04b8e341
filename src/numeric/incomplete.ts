import { logGamma } from './gamma.js'

/** Relative size of what is left out. */
const PRECISION = 1e-15
/** Stands for a denominator of 0. */
const TINY = 1e-300
/** Both expansions need some 5 sqrt(a) terms where they are used. */
const MOST_TERMS = 10_000

/**
 * Regularised upper incomplete gamma function Q(a, x), a above 0: 1 at x = 0, 0 at infinity. Its absolute error is under 1e-10.
 * @see Abramowitz and Stegun 1964, 6.5.29 (the series, for P = 1 - Q) and 6.5.31 (the continued fraction)
 */
export const upperGamma = (a: number, x: number): number => {
  if (x <= 0) return 1
  if (x === Number.POSITIVE_INFINITY) return 0
  const scale = Math.exp(a * Math.log(x) - x - logGamma(a))
  if (x >= a + 1) {
    // The contracted form of 6.5.31: numerators n (a - n), denominators x + 2n + 1 - a.
    return scale * continuedFraction(x + 1 - a, n => [n * (a - n), x + 2 * n + 1 - a])
  }
  let term = 1 / a
  let sum = term
  for (let n = 1; n < MOST_TERMS && term > PRECISION * sum; n++) {
    term *= x / (a + n)
    sum += term
  }
  return 1 - scale * sum
}

/**
 * Regularised incomplete beta function I_x(a, b), a and b above 0: 0 at x = 0, 1 at x = 1. Its absolute error is under 1e-10.
 * @see Abramowitz and Stegun 1964, 26.5.8 (the continued fraction) and 26.5.2 (I_x(a, b) = 1 - I_(1 - x)(b, a))
 */
export const regularisedBeta = (x: number, a: number, b: number): number => {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast on this side of the mean.
  if (x > (a + 1) / (a + b + 2)) return 1 - regularisedBeta(1 - x, b, a)
  const scale = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x))
  const fraction = continuedFraction(1, n => {
    const m = Math.floor(n / 2)
    const k = a + 2 * m
    const numerator = n % 2 === 1 ? (-(a + m) * (a + b + m) * x) / (k * (k + 1)) : (m * (b - m) * x) / ((k - 1) * k)
    return [numerator, 1]
  })
  return (scale * fraction) / a
}

/**
 * 1 / (first + p1 / (q1 + p2 / (q2 + ...))) where `term(n)` is [pn, qn].
 * @see Lentz 1976, "Generating Bessel functions in Mie scattering calculations using continued fractions"
 */
const continuedFraction = (first: number, term: (n: number) => readonly [number, number]): number => {
  let value = first
  let [c, d] = [first, 0]
  for (let n = 1; n < MOST_TERMS; n++) {
    const [p, q] = term(n)
    d = 1 / (q + p * d || TINY)
    c = q + p / c || TINY
    value *= c * d
    if (Math.abs(c * d - 1) < PRECISION) break
  }
  return 1 / value
}
