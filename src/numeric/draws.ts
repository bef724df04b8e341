import type { Rng } from '../core/index.js'

// Draws from distributions other than the uniform and the normal one.

/**
 * Gamma with the given shape (above 0) and scale 1.
 * @see Marsaglia & Tsang 2000, "A simple method for generating gamma variables"; shapes below 1 by their section 6
 */
export const gammaDraw = (shape: number, rng: Rng): number => {
  if (shape < 1) return gammaDraw(shape + 1, rng) * (1 - rng.next()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = rng.normal()
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - rng.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}

/** Beta(a, b), both above 0. */
export const betaDraw = (a: number, b: number, rng: Rng): number => {
  const [x, y] = [gammaDraw(a, rng), gammaDraw(b, rng)]
  return x + y > 0 ? x / (x + y) : 0.5
}

/** Uniform over the points of so many parts of at least 0 that add up to 1: spacings of exponential draws. @see Devroye 1986, chapter V */
export const simplexDraw = (parts: number, rng: Rng): number[] => {
  const draws = Array.from({ length: parts }, () => -Math.log(1 - rng.next()))
  const sum = draws.reduce((total, draw) => total + draw, 0)
  return draws.map(draw => draw / sum)
}
