import { rotation, shift, stretching } from './draws.js'
import { type Maker, OTHER } from './landscape.js'
import { rotatedValley } from './moderate.js'
import { waves } from './separable.js'
import { bend, multiply, oscillate, outside, scales, seenFrom } from './transformations.js'

// f15 to f19: many local optima that lie in a global structure.

export const rotatedRastrigin: Maker = (D, seed) => {
  const [xOpt, y, M] = [shift(D, seed), new Float64Array(D), stretching(D, seed, 10)]
  const place = seenFrom(xOpt, rotation(D, seed + OTHER))
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      oscillate(z)
      bend(z, 0.2)
      multiply(M, z, y)
      return waves(y)
    },
  }
}

const SUMMANDS = 12

/** Rugged at all scales; its global optimum is not unique. */
export const weierstrass: Maker = (D, seed) => {
  const [xOpt, y, M] = [shift(D, seed), new Float64Array(D), stretching(D, seed, 1 / 100)]
  const place = seenFrom(xOpt, rotation(D, seed + OTHER))
  const sumAt = (place: number): number => {
    let sum = 0
    for (let k = 0; k < SUMMANDS; k++) sum += Math.cos(2 * Math.PI * (place + 0.5) * 3 ** k) * 0.5 ** k
    return sum
  }
  const least = sumAt(0)
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      oscillate(z)
      multiply(M, z, y)
      let sum = 0
      for (let i = 0; i < D; i++) sum += sumAt(y[i] as number)
      return 10 * (sum / D - least) ** 3 + (10 / D) * outside(x)
    },
  }
}

const schaffersOf =
  (condition: number): Maker =>
  (D, seed) => {
    const [xOpt, y] = [shift(D, seed), new Float64Array(D)]
    const place = seenFrom(xOpt, rotation(D, seed + OTHER))
    const stretch = scales(D, condition)
    const M = rotation(D, seed).map((q, at) => q * (stretch[Math.floor(at / D)] as number))
    return {
      minimiser: xOpt,
      value: x => {
        const z = place(x)
        bend(z, 0.5)
        multiply(M, z, y)
        let sum = 0
        for (let i = 0; i < D - 1; i++) {
          const s = (y[i] as number) ** 2 + (y[i + 1] as number) ** 2
          sum += s ** 0.25 * (1 + Math.sin(50 * s ** 0.1) ** 2)
        }
        return (sum / (D - 1)) ** 2 + 10 * outside(x)
      },
    }
  }

/** Schaffer's F7. */
export const schaffers = schaffersOf(10)
export const illConditionedSchaffers = schaffersOf(1000)

export const griewankRosenbrock: Maker = (D, seed) => {
  const { minimiser, place } = rotatedValley(D, seed)
  return {
    minimiser,
    value: x => {
      const z = place(x)
      let sum = 0
      for (let i = 0; i < D - 1; i++) {
        const zi = z[i] as number
        const s = 100 * (zi * zi - (z[i + 1] as number)) ** 2 + (1 - zi) ** 2
        sum += s / 4000 - Math.cos(s)
      }
      return 10 + (10 * sum) / (D - 1)
    },
  }
}
