import { OTHER } from './landscape.js'
import { product, scales } from './transformations.js'

// What makes an instance of a BBOB function: its shift, its rotations and its offset, drawn as in 2009, so that values equal those of
// COCO. Not a source of randomness for anything else: that is core's.

/** `count` numbers in (0, 1): a Lehmer generator, shuffled by a table of 32 (Bays & Durham 1976). */
export const uniforms = (count: number, seed: number): Float64Array => {
  let state = Math.max(1, Math.abs(seed))
  const next = (): number => {
    const high = Math.floor(state / 127_773)
    state = 16_807 * (state - high * 127_773) - 2836 * high
    if (state < 0) state += 2_147_483_647
    return state
  }
  const table = new Float64Array(32)
  for (let i = 39; i >= 0; i--) {
    const drawn = next()
    if (i < 32) table[i] = drawn
  }
  let last = table[0] as number
  return Float64Array.from({ length: count }, () => {
    const drawn = next()
    const place = Math.floor(last / 67_108_865)
    last = table[place] as number
    table[place] = drawn
    return last / 2.147483647e9 || 1e-99
  })
}

/** `count` standard normal numbers (Box-Muller). */
export const normals = (count: number, seed: number): Float64Array => {
  const u = uniforms(2 * count, seed)
  return Float64Array.from(
    { length: count },
    (_, i) => Math.sqrt(-2 * Math.log(u[i] as number)) * Math.cos(2 * Math.PI * (u[count + i] as number)) || 1e-99,
  )
}

/** The place of the optimum, in [-4, 4]^D and never 0. */
export const shift = (D: number, seed: number): Float64Array =>
  uniforms(D, seed).map(u => (8 * Math.floor(1e4 * u)) / 1e4 - 4 || -1e-5)

/** A random rotation, its D rows one behind the other: a normal matrix whose columns are made orthonormal (Gram-Schmidt). */
export const rotation = (D: number, seed: number): Float64Array => {
  const drawn = normals(D * D, seed)
  const columns = Array.from({ length: D }, (_, column) => drawn.subarray(column * D, (column + 1) * D))
  for (const [i, column] of columns.entries()) {
    for (const earlier of columns.slice(0, i)) {
      const along = dot(column, earlier)
      for (let k = 0; k < D; k++) column[k] = (column[k] as number) - along * (earlier[k] as number)
    }
    const norm = Math.sqrt(dot(column, column))
    for (let k = 0; k < D; k++) column[k] = (column[k] as number) / norm
  }
  return Float64Array.from({ length: D * D }, (_, at) => columns[at % D]?.[Math.floor(at / D)] as number)
}

/** R Lambda^alpha Q, of a seed: a rotation, a stretching of its coordinates, and another rotation. */
export const stretching = (D: number, seed: number, alpha: number): Float64Array =>
  product(rotation(D, seed + OTHER), scales(D, alpha), rotation(D, seed))

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let k = 0; k < a.length; k++) sum += (a[k] as number) * (b[k] as number)
  return sum
}

/** Two functions are drawn as their sisters are: their optimum and offset are the same. */
const SISTERS: Readonly<Record<number, number>> = { 4: 3, 18: 17 }

export const seedOf = (number: number, instance: number): number => (SISTERS[number] ?? number) + 10_000 * instance

/** f_opt, what COCO adds to all values of the function: a Cauchy number, rounded, in [-1000, 1000]. */
export const offset = (number: number, instance: number): number => {
  const seed = seedOf(number, instance)
  const [a, b] = [normals(1, seed)[0] as number, normals(1, seed + 1)[0] as number]
  return Math.min(1000, Math.max(-1000, Math.floor((10_000 * a) / b + 0.5) / 100))
}
