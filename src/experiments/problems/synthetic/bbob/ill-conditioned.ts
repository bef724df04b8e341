import { rotation, shift, stretching } from './draws.js'
import { type Maker, OTHER } from './landscape.js'
import { powers, squares } from './separable.js'
import { bend, multiply, oscillate, seenFrom } from './transformations.js'

// f10 to f14: unimodal functions of high conditioning.

/** A sum of weighted squares of oscillated, rotated coordinates. */
const quadratic =
  (weightsOf: (D: number) => Float64Array): Maker =>
  (D, seed) => {
    const [xOpt, weights] = [shift(D, seed), weightsOf(D)]
    const place = seenFrom(xOpt, rotation(D, seed + OTHER))
    return {
      minimiser: xOpt,
      value: x => {
        const z = place(x)
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
  const [place, y, weights] = [seenFrom(xOpt, R), new Float64Array(D), new Float64Array(D).fill(1e6).fill(1, 0, 1)]
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      bend(z, 0.5)
      multiply(R, z, y)
      return squares(y, weights)
    },
  }
}

export const sharpRidge: Maker = (D, seed) => {
  const xOpt = shift(D, seed)
  const place = seenFrom(xOpt, stretching(D, seed, 10))
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      let sum = 0
      for (let i = 1; i < D; i++) sum += (z[i] as number) ** 2
      return (z[0] as number) ** 2 + 100 * Math.sqrt(sum)
    },
  }
}

export const differentPowers: Maker = (D, seed) => {
  const xOpt = shift(D, seed)
  const place = seenFrom(xOpt, rotation(D, seed + OTHER))
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      let sum = 0
      for (let i = 0; i < D; i++) sum += Math.abs(z[i] as number) ** (2 + (4 * i) / (D - 1))
      return Math.sqrt(sum)
    },
  }
}
