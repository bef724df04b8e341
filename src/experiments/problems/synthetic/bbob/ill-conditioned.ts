import { rotation, shift } from './draws.js'
import { type Maker, OTHER } from './landscape.js'
import { powers, squares } from './separable.js'
import { bend, multiply, oscillate, product, scales, subtract } from './transformations.js'

// f10 to f14: unimodal functions of high conditioning.

/** A sum of weighted squares of oscillated, rotated coordinates. */
const quadratic =
  (weightsOf: (D: number) => Float64Array): Maker =>
  (D, seed) => {
    const [xOpt, R, weights] = [shift(D, seed), rotation(D, seed + OTHER), weightsOf(D)]
    const [y, z] = [new Float64Array(D), new Float64Array(D)]
    return {
      minimiser: xOpt,
      value: x => {
        subtract(x, xOpt, y)
        multiply(R, y, z)
        oscillate(z)
        return squares(z, weights)
      },
    }
  }

export const rotatedEllipsoid = quadratic(D => powers(D, 1e6))

/** One direction is a thousand times as sensitive as all others. */
export const discus = quadratic(D => new Float64Array(D).fill(1).fill(1e6, 0, 1))

/** One direction is a thousand times less sensitive, and it is bent. */
export const bentCigar: Maker = (D, seed) => {
  const [xOpt, R] = [shift(D, seed + OTHER), rotation(D, seed + OTHER)]
  const [y, z, weights] = [new Float64Array(D), new Float64Array(D), new Float64Array(D).fill(1e6).fill(1, 0, 1)]
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, y)
      multiply(R, y, z)
      bend(z, 0.5)
      multiply(R, z, y)
      return squares(y, weights)
    },
  }
}

export const sharpRidge: Maker = (D, seed) => {
  const [xOpt, y, z] = [shift(D, seed), new Float64Array(D), new Float64Array(D)]
  const M = product(rotation(D, seed + OTHER), scales(D, 10), rotation(D, seed))
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, y)
      multiply(M, y, z)
      let sum = 0
      for (let i = 1; i < D; i++) sum += (z[i] as number) ** 2
      return (z[0] as number) ** 2 + 100 * Math.sqrt(sum)
    },
  }
}

export const differentPowers: Maker = (D, seed) => {
  const [xOpt, R] = [shift(D, seed), rotation(D, seed + OTHER)]
  const [y, z] = [new Float64Array(D), new Float64Array(D)]
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, y)
      multiply(R, y, z)
      let sum = 0
      for (let i = 0; i < D; i++) sum += Math.abs(z[i] as number) ** (2 + (4 * i) / (D - 1))
      return Math.sqrt(sum)
    },
  }
}
