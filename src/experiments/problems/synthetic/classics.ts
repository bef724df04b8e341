// Noiseless functions of reals, to be minimised.

/** A function over the box [low, high]. */
export interface Classic {
  readonly low: readonly number[]
  readonly high: readonly number[]
  /** One of them where there are several. */
  readonly minimiser: readonly number[]
  readonly optimum: number
  value(x: Float64Array): number
}

const cube = (dimensions: number, low: number, high: number, best: number): Omit<Classic, 'value'> => {
  const all = (value: number): number[] => new Array<number>(dimensions).fill(value)
  return { low: all(low), high: all(high), minimiser: all(best), optimum: 0 }
}

const sum = (x: Float64Array, term: (xi: number) => number): number => {
  let total = 0
  for (let i = 0; i < x.length; i++) total += term(x[i] as number)
  return total
}

// Boxes of the functions whose minimiser is 0 are not centred on it, so that nobody finds it by starting in the middle.

export const sphere = (dimensions: number): Classic => ({
  ...cube(dimensions, -3, 7, 0),
  value: x => sum(x, xi => xi ** 2),
})

/** @see Rosenbrock 1960; the chained form for any dimension */
export const rosenbrock = (dimensions: number): Classic => ({
  ...cube(dimensions, -5, 10, 1),
  value: x => {
    let total = 0
    for (let i = 1; i < x.length; i++) {
      const [xi, next] = [x[i - 1] as number, x[i] as number]
      total += 100 * (next - xi ** 2) ** 2 + (1 - xi) ** 2
    }
    return total
  },
})

/** @see Rastrigin 1974; the form for any dimension is that of Mühlenbein, Schomisch & Born 1991 */
export const rastrigin = (dimensions: number): Classic => ({
  ...cube(dimensions, -3, 7, 0),
  value: x => sum(x, xi => 10 + xi ** 2 - 10 * Math.cos(2 * Math.PI * xi)),
})

/** @see Ackley 1987 */
export const ackley = (dimensions: number): Classic => ({
  ...cube(dimensions, -20, 45, 0),
  value: x =>
    20 -
    20 * Math.exp(-0.2 * Math.sqrt(sum(x, xi => xi ** 2) / dimensions)) +
    Math.E -
    Math.exp(sum(x, xi => Math.cos(2 * Math.PI * xi)) / dimensions),
})

/** Two coordinates, three minimisers. @see Branin 1972; constants as in Dixon & Szegő 1978 */
export const branin = (): Classic => ({
  low: [-5, 0],
  high: [10, 15],
  minimiser: [Math.PI, 2.275],
  optimum: 10 / (8 * Math.PI),
  value: ([x1 = 0, x2 = 0]) =>
    (x2 - (5.1 / (4 * Math.PI ** 2)) * x1 ** 2 + (5 / Math.PI) * x1 - 6) ** 2 +
    10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x1) +
    10,
})

/** @see Hartman 1973; constants as in Dixon & Szegő 1978 */
export const hartmann6 = (): Classic => ({
  ...cube(6, 0, 1, 0),
  minimiser: [0.20168951, 0.15001069, 0.47687398, 0.27533243, 0.31165162, 0.65730053],
  optimum: -3.32236801,
  value: x => {
    let total = 0
    for (const [i, c] of HARTMANN_C.entries()) {
      let exponent = 0
      for (let j = 0; j < 6; j++)
        exponent += (HARTMANN_A[i]?.[j] as number) * ((x[j] as number) - (HARTMANN_P[i]?.[j] as number) / 10_000) ** 2
      total += c * Math.exp(-exponent)
    }
    return -total
  },
})

const HARTMANN_C = [1, 1.2, 3, 3.2]
const HARTMANN_A = [
  [10, 3, 17, 3.5, 1.7, 8],
  [0.05, 10, 17, 0.1, 8, 14],
  [3, 3.5, 1.7, 10, 17, 8],
  [17, 8, 0.05, 10, 0.1, 14],
]
const HARTMANN_P = [
  [1312, 1696, 5569, 124, 8283, 5886],
  [2329, 4135, 8307, 3736, 1004, 9991],
  [2348, 1451, 3522, 2883, 3047, 6650],
  [4047, 8828, 8732, 5743, 1091, 381],
]
