import { shift } from './draws.js'
import type { Maker } from './landscape.js'
import { bend, oscillate, outside, scales, subtract } from './transformations.js'

// f1 to f5: separable functions, and the sums that others share with them.

export const sphere: Maker = (D, seed) => {
  const [xOpt, z] = [shift(D, seed), new Float64Array(D)]
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, z)
      return squares(z)
    },
  }
}

export const ellipsoid: Maker = (D, seed) => {
  const [xOpt, z, weights] = [shift(D, seed), new Float64Array(D), powers(D, 1e6)]
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, z)
      oscillate(z)
      return squares(z, weights)
    },
  }
}

export const rastrigin: Maker = (D, seed) => {
  const [xOpt, z, stretch] = [shift(D, seed), new Float64Array(D), scales(D, 10)]
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, z)
      oscillate(z)
      bend(z, 0.2)
      for (let i = 0; i < D; i++) z[i] = (z[i] as number) * (stretch[i] as number)
      return waves(z)
    },
  }
}

/** Every other coordinate is ten times as steep on one side, which is that of the larger part of the box. */
export const buecheRastrigin: Maker = (D, seed) => {
  const [xOpt, z, stretch] = [shift(D, seed), new Float64Array(D), scales(D, 10)]
  for (let i = 0; i < D; i += 2) xOpt[i] = Math.abs(xOpt[i] as number)
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, z)
      oscillate(z)
      for (let i = 0; i < D; i++) {
        const zi = z[i] as number
        z[i] = zi * (stretch[i] as number) * (zi > 0 && i % 2 === 0 ? 10 : 1)
      }
      return waves(z) + 100 * outside(x)
    },
  }
}

/** The optimum is a corner of the box, and what lies beyond it is as good. */
export const linearSlope: Maker = (D, seed) => {
  const xOpt = shift(D, seed).map(place => (place < 0 ? -5 : 5))
  const slopes = scales(D, 100).map((scale, i) => Math.sign(xOpt[i] as number) * scale)
  return {
    minimiser: xOpt,
    value: x => {
      let sum = 0
      for (let i = 0; i < D; i++) {
        const [best, slope] = [xOpt[i] as number, slopes[i] as number]
        const xi = (x[i] as number) * best < 25 ? (x[i] as number) : best
        sum += 5 * Math.abs(slope) - slope * xi
      }
      return sum
    },
  }
}

/** From 1 to `condition`, evenly in the exponent. */
export const powers = (D: number, condition: number): Float64Array =>
  Float64Array.from({ length: D }, (_, i) => condition ** (i / (D - 1)))

export const squares = (z: Float64Array, weights?: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < z.length; i++) sum += (weights ? (weights[i] as number) : 1) * (z[i] as number) * (z[i] as number)
  return sum
}

/** Rastrigin's function. */
export const waves = (z: Float64Array): number => {
  let [cosines, sum] = [0, 0]
  for (let i = 0; i < z.length; i++) {
    const zi = z[i] as number
    cosines += Math.cos(2 * Math.PI * zi)
    sum += zi * zi
  }
  return 10 * (z.length - cosines) + sum
}
