// What WFG problems are put together from, by the names of the paper: Huband, Hingston, Barone & While 2006, tables IX to XI.

const in01 = (value: number): number => Math.min(1, Math.max(0, value))

export const bPoly = (y: number, alpha: number): number => in01(y ** alpha)

/** Flat at A between B and C. */
export const bFlat = (y: number, A: number, B: number, C: number): number => {
  const below = (Math.min(0, Math.floor(y - B)) * A * (B - y)) / B
  const above = (Math.min(0, Math.floor(C - y)) * (1 - A) * (y - C)) / (1 - C)
  return in01(A + below - above)
}

const [A, B, C] = [0.98 / 49.98, 0.02, 50]

/** Biased by u, which other parameters make. */
export const bParam = (y: number, u: number): number => {
  const v = A - (1 - 2 * u) * Math.abs(Math.floor(0.5 - u) + A)
  return in01(y ** (B + (C - B) * v))
}

/** Where all parameters that make distance are best: their part of the range. */
const BEST = 0.35

export const sLinear = (y: number): number => in01(Math.abs(y - BEST) / Math.abs(Math.floor(BEST - y) + BEST))

export const sDecept = (y: number): number => {
  const [width, trap] = [0.001, 0.05]
  const left = (Math.floor(y - BEST + width) * (1 - trap + (BEST - width) / width)) / (BEST - width)
  const right = (Math.floor(BEST + width - y) * (1 - trap + (1 - BEST - width) / width)) / (1 - BEST - width)
  return in01(1 + (Math.abs(y - BEST) - width) * (left + right + 1 / width))
}

/** As many valleys as `minima` says, as different in height as `hill`. */
export const sMulti = (y: number, minima: number, hill: number): number => {
  const away = Math.abs(y - BEST) / (2 * (Math.floor(BEST - y) + BEST))
  const wave = Math.cos((4 * minima + 2) * Math.PI * (0.5 - away))
  return in01((1 + wave + 4 * hill * away ** 2) / (hill + 2))
}

/** Makes one number of those from `from` up to but without `to`. */
export type Reduction = (y: Float64Array, from: number, to: number) => number

export const mean: Reduction = (y, from, to) => {
  let sum = 0
  for (let i = from; i < to; i++) sum += y[i] as number
  return in01(sum / (to - from))
}

/** Each weighs twice its number. */
export const weighted: Reduction = (y, from, to) => {
  let [sum, weights] = [0, 0]
  for (let i = from; i < to; i++) {
    sum += 2 * (i + 1) * (y[i] as number)
    weights += 2 * (i + 1)
  }
  return in01(sum / weights)
}

/** r_nonsep of all of them: what each adds depends on all others. */
export const nonSeparable: Reduction = (y, from, to) => {
  let sum = 0
  for (let i = from; i < to; i++) {
    sum += y[i] as number
    for (let j = from; j < i; j++) sum += 2 * Math.abs((y[i] as number) - (y[j] as number))
  }
  const [count, half] = [to - from, Math.ceil((to - from) / 2)]
  return in01(sum / (half * (1 + 2 * count - 2 * half)))
}

/** Writes h_1 to h_M of the first M - 1 numbers. */
export type Shape = (x: Float64Array, h: Float64Array) => void

const shapeOf =
  (many: (xi: number) => number, one: (xi: number) => number): Shape =>
  (x, h) => {
    const M = h.length
    for (let m = 0; m < M; m++) {
      let product = m === 0 ? 1 : one(x[M - 1 - m] as number)
      for (let i = 0; i < M - 1 - m; i++) product *= many(x[i] as number)
      h[m] = product
    }
  }

const QUARTER = Math.PI / 2
export const linear = shapeOf(
  xi => xi,
  xi => 1 - xi,
)
export const concave = shapeOf(
  xi => Math.sin(xi * QUARTER),
  xi => Math.cos(xi * QUARTER),
)
const convex = shapeOf(
  xi => 1 - Math.cos(xi * QUARTER),
  xi => 1 - Math.sin(xi * QUARTER),
)

/** Convex, but for the last one, which is made of the first number alone. */
const lastBy =
  (last: (x1: number) => number): Shape =>
  (x, h) => {
    convex(x, h)
    h[h.length - 1] = in01(last(x[0] as number))
  }

/** Waves of convex and concave parts. */
export const mixed = lastBy(x1 => 1 - x1 - Math.cos(10 * Math.PI * x1 + QUARTER) / (10 * Math.PI))

export const disconnectedLast = (x1: number): number => 1 - x1 * Math.cos(5 * Math.PI * x1) ** 2
export const disconnected = lastBy(disconnectedLast)
