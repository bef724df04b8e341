import { rotation, shift } from './draws.js'
import { type Maker, OTHER } from './landscape.js'
import { rotatedValley } from './moderate.js'
import { waves } from './separable.js'
import { bend, multiply, oscillate, outside, product, scales, subtract } from './transformations.js'

// f15 to f19: many local optima that lie in a global structure.

export const rotatedRastrigin: Maker = (D, seed) => {
  const [xOpt, R, y, z] = [shift(D, seed), rotation(D, seed + OTHER), new Float64Array(D), new Float64Array(D)]
  const M = product(R, scales(D, 10), rotation(D, seed))
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, y)
      multiply(R, y, z)
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
  const [xOpt, R, y, z] = [shift(D, seed), rotation(D, seed + OTHER), new Float64Array(D), new Float64Array(D)]
  const M = product(R, scales(D, 1 / 100), rotation(D, seed))
  const sumAt = (place: number): number => {
    let sum = 0
    for (let k = 0; k < SUMMANDS; k++) sum += Math.cos(2 * Math.PI * (place + 0.5) * 3 ** k) * 0.5 ** k
    return sum
  }
  const least = sumAt(0)
  return {
    minimiser: xOpt,
    value: x => {
      subtract(x, xOpt, y)
      multiply(R, y, z)
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
    const [xOpt, R, y, z] = [shift(D, seed), rotation(D, seed + OTHER), new Float64Array(D), new Float64Array(D)]
    const stretch = scales(D, condition)
    const M = rotation(D, seed).map((q, at) => q * (stretch[Math.floor(at / D)] as number))
    return {
      minimiser: xOpt,
      value: x => {
        subtract(x, xOpt, y)
        multiply(R, y, z)
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
