import { rotation, shift, stretching } from './draws.js'
import { type Maker, OTHER } from './landscape.js'
import { powers, squares } from './separable.js'
import { multiply, oscillated, outside, scales, seenFrom } from './transformations.js'

// f6 to f9: functions of low or moderate conditioning.

export const attractiveSector: Maker = (D, seed) => {
  const xOpt = shift(D, seed)
  const place = seenFrom(xOpt, stretching(D, seed, 10))
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      let sum = 0
      for (let i = 0; i < D; i++) {
        const zi = z[i] as number
        sum += (zi * (xOpt[i] as number) > 0 ? 1e4 : 1) * zi * zi
      }
      return oscillated(sum) ** 0.9
    },
  }
}

/** Plateaus of many sizes, but for the surroundings of the optimum. */
export const stepEllipsoid: Maker = (D, seed) => {
  const [xOpt, y, weights] = [shift(D, seed), new Float64Array(D), powers(D, 100)]
  const [R, stretch, place] = [rotation(D, seed + OTHER), scales(D, 10), seenFrom(xOpt, rotation(D, seed))]
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      for (let i = 0; i < D; i++) z[i] = (z[i] as number) * (stretch[i] as number)
      const first = Math.abs(z[0] as number)
      for (let i = 0; i < D; i++) {
        const zi = z[i] as number
        z[i] = Math.abs(zi) > 0.5 ? Math.floor(zi + 0.5) : Math.floor(10 * zi + 0.5) / 10
      }
      multiply(R, z, y)
      return 0.1 * Math.max(first * 1e-4, squares(y, weights)) + outside(x)
    },
  }
}

export const rosenbrock: Maker = (D, seed) => {
  const [xOpt, z] = [shift(D, seed).map(place => 0.75 * place), new Float64Array(D)]
  const factor = Math.max(1, Math.sqrt(D) / 8)
  return {
    minimiser: xOpt,
    value: x => {
      for (let i = 0; i < D; i++) z[i] = factor * ((x[i] as number) - (xOpt[i] as number)) + 1
      return valley(z)
    },
  }
}

export const rotatedRosenbrock: Maker = (D, seed) => {
  const { minimiser, place } = rotatedValley(D, seed)
  return { minimiser, value: x => valley(place(x)) }
}

/** Where the rotated functions of Rosenbrock are looked at: c R x + 1/2, which is 1 at the minimiser. */
export const rotatedValley = (D: number, seed: number) => {
  const factor = Math.max(1, Math.sqrt(D) / 8)
  const [R, z] = [rotation(D, seed).map(r => factor * r), new Float64Array(D)]
  const minimiser = Float64Array.from({ length: D }, (_, j) => {
    let sum = 0
    for (let i = 0; i < D; i++) sum += R[i * D + j] as number
    return sum / (2 * factor * factor)
  })
  const place = (x: ArrayLike<number>): Float64Array => {
    multiply(R, x, z)
    for (let i = 0; i < D; i++) z[i] = (z[i] as number) + 0.5
    return z
  }
  return { minimiser, place }
}

const valley = (z: Float64Array): number => {
  let [bends, distances] = [0, 0]
  for (let i = 0; i < z.length - 1; i++) {
    const zi = z[i] as number
    bends += (zi * zi - (z[i + 1] as number)) ** 2
    distances += (zi - 1) ** 2
  }
  return 100 * bends + distances
}
