import { normals, rotation, shift, stretching, uniforms } from './draws.js'
import { type Maker, OTHER } from './landscape.js'
import { multiply, oscillated, outside, scales, seenFrom } from './transformations.js'

// f20 to f24: many local optima, which tell little of where the best one is.

export const schwefel: Maker = (D, seed) => {
  const signs = uniforms(D, seed).map(u => (u < 0.5 ? -1 : 1))
  const [stretch, z] = [scales(D, 10), new Float64Array(D)]
  const best = 4.2096874637
  return {
    minimiser: signs.map(sign => (sign * best) / 2),
    value: x => {
      for (let i = 0; i < D; i++) z[i] = 2 * (signs[i] as number) * (x[i] as number)
      // From the last, since each is moved by the one before it.
      for (let i = D - 1; i > 0; i--) z[i] = (z[i] as number) + 0.25 * ((z[i - 1] as number) - best)
      let [penalty, sum] = [0, 0]
      for (let i = 0; i < D; i++) {
        const zi = 100 * ((stretch[i] as number) * ((z[i] as number) - best) + best)
        penalty += Math.max(0, Math.abs(zi) - 500) ** 2
        sum += zi * Math.sin(Math.sqrt(Math.abs(zi)))
      }
      return 0.01 * (penalty + 418.9828872724339 - sum / D)
    },
  }
}

/** The highest of many Gaussian peaks: `b` and `c` say where they may be, `condition` how narrow the best one is. */
const gallagherOf =
  (peaks: number, b: number, c: number, condition: number): Maker =>
  (D, seed) => {
    const R = rotation(D, seed)
    const ranks = order(uniforms(peaks - 1, seed))
    const heights = Float64Array.from({ length: peaks }, (_, i) => (i === 0 ? 10 : 1.1 + (8 * (i - 1)) / (peaks - 2)))
    const drawn = uniforms(D * peaks, seed)
    // The best one lies nearer to the middle.
    const places = drawn.map((u, at) => (at < D ? 0.8 : 1) * (b * u - c))
    const rotated = new Float64Array(D * peaks)
    const weights = new Float64Array(D * peaks)
    for (let i = 0; i < peaks; i++) {
      multiply(R, places.subarray(i * D), rotated.subarray(i * D, (i + 1) * D))
      const alpha = i === 0 ? condition : 1000 ** ((ranks[i - 1] as number) / (peaks - 2))
      weights.set(
        order(uniforms(D, seed + 1000 * i)).map(rank => alpha ** (rank / (D - 1) - 0.5)),
        i * D,
      )
    }
    const z = new Float64Array(D)
    return {
      minimiser: places.slice(0, D),
      value: x => {
        multiply(R, x, z)
        let highest = 0
        for (let i = 0; i < peaks; i++) {
          let sum = 0
          for (let j = 0; j < D; j++)
            sum += (weights[i * D + j] as number) * ((z[j] as number) - (rotated[i * D + j] as number)) ** 2
          highest = Math.max(highest, (heights[i] as number) * Math.exp((-0.5 / D) * sum))
        }
        return oscillated(10 - highest) ** 2 + outside(x)
      },
    }
  }

/** Indices of the numbers, the least first. */
const order = (numbers: Float64Array): number[] =>
  Array.from(numbers, (_, i) => i).sort((i, j) => (numbers[i] as number) - (numbers[j] as number))

export const gallagher101 = gallagherOf(101, 10, 5, Math.sqrt(1000))
export const gallagher21 = gallagherOf(21, 9.8, 4.9, 1000)

/** Rugged at all scales and without a tendency: continuous, and differentiable nowhere. */
export const katsuura: Maker = (D, seed) => {
  const xOpt = shift(D, seed)
  const place = seenFrom(xOpt, stretching(D, seed, 100))
  const exponent = 10 / D ** 1.2
  return {
    minimiser: xOpt,
    value: x => {
      const z = place(x)
      let factors = 1
      for (let i = 0; i < D; i++) {
        let sum = 0
        for (let j = 1, power = 2; j <= 32; j++, power *= 2) {
          const scaled = power * (z[i] as number)
          sum += Math.abs(scaled - Math.floor(scaled + 0.5)) / power
        }
        factors *= (1 + (i + 1) * sum) ** exponent
      }
      return (10 / D / D) * (factors - 1) + outside(x)
    },
  }
}

/** Two funnels, of which the wide one ends higher. */
export const lunacek: Maker = (D, seed) => {
  const [mu0, s] = [2.5, 1 - 0.5 / (Math.sqrt(D + 20) - 4.1)]
  const mu1 = -Math.sqrt((mu0 * mu0 - 1) / s)
  const signs = normals(D, seed).map(g => (g < 0 ? -1 : 1))
  const [R, Q, stretch] = [rotation(D, seed + OTHER), rotation(D, seed), scales(D, 100)]
  const [y, z] = [new Float64Array(D), new Float64Array(D)]
  return {
    minimiser: signs.map(sign => (sign * mu0) / 2),
    value: x => {
      let [near, far] = [0, 0]
      for (let i = 0; i < D; i++) {
        const place = 2 * (signs[i] as number) * (x[i] as number)
        near += (place - mu0) ** 2
        far += (place - mu1) ** 2
        y[i] = place - mu0
      }
      multiply(Q, y, z)
      for (let i = 0; i < D; i++) z[i] = (z[i] as number) * (stretch[i] as number)
      multiply(R, z, y)
      let cosines = 0
      for (let i = 0; i < D; i++) cosines += Math.cos(2 * Math.PI * (y[i] as number))
      return Math.min(near, D + s * far) + 10 * (D - cosines) + 1e4 * outside(x)
    },
  }
}
