import type { Rng } from '../core/index.js'
import { sobolDirections } from './sobol-directions.js'

/** Bits of a coordinate. */
const BITS = 32

/** m_1 .. m_s of each dimension and its polynomial; read when first asked for. */
let directions: readonly { readonly polynomial: number; readonly m: readonly number[] }[] | undefined

const readDirections = () => {
  const rows = sobolDirections.split(';').map(row => row.trim().split(' ').map(Number))
  return [{ polynomial: 1, m: [] }, ...rows.map(([polynomial = 1, ...m]) => ({ polynomial, m }))]
}

/** The most dimensions of `sobolSequence`. */
export const maxSobolDimension = 337

/**
 * Sobol's low-discrepancy sequence in [0, 1)^dimension, in the order of the Gray code: answers point number `index`, 0 the first.
 * Of any 2^k points that begin at a multiple of 2^k each interval [i, i + 1) / 2^k of each coordinate holds exactly one.
 *
 * With an `rng` it is scrambled: a random lower triangular matrix for each dimension, then a random digital shift. That keeps
 * what is said above, makes each point uniform by itself, and moves the first one away from the origin.
 *
 * `dimension` is 1 to 337, `index` below 2^32.
 * @see Joe & Kuo 2003, "Remark on algorithm 659"; Matoušek 1998, "On the L2-discrepancy for anchored boxes", for the scrambling
 */
export const sobolSequence = (dimension: number, rng?: Rng): ((index: number) => Float64Array) => {
  if (!(dimension >= 1 && dimension <= maxSobolDimension)) {
    throw new RangeError(`expected 1 to ${maxSobolDimension} dimensions, got ${dimension}`)
  }
  directions ??= readDirections()
  const axes = directions.slice(0, dimension).map(({ polynomial, m }) => {
    const v = directionNumbers(polynomial, m)
    return rng === undefined ? { v, shift: 0 } : { v: scrambled(v, rng), shift: word(rng) }
  })
  return index => {
    const gray = (index ^ (index >>> 1)) >>> 0
    return Float64Array.from(axes, ({ v, shift }) => {
      let x = shift
      for (let k = 0, bits = gray; bits > 0; k++, bits >>>= 1) if (bits & 1) x ^= v[k] as number
      return (x >>> 0) / 2 ** BITS
    })
  }
}

/** v_k = m_k / 2^k as 32 bits after the point, by the recurrence over the polynomial's coefficients (Joe & Kuo 2003, equation 2). */
const directionNumbers = (polynomial: number, m: readonly number[]): Uint32Array => {
  const v = new Uint32Array(BITS)
  const s = m.length
  for (let k = 0; k < BITS; k++) {
    if (k < s || s === 0) v[k] = (m[k] ?? 1) << (BITS - 1 - k)
    else {
      let next = (v[k - s] as number) ^ ((v[k - s] as number) >>> s)
      for (let i = 1; i < s; i++) if ((polynomial >>> (s - i)) & 1) next ^= v[k - i] as number
      v[k] = next
    }
  }
  return v
}

/** Each bit becomes itself plus a random choice of the higher ones: the same choice in all direction numbers of a dimension. */
const scrambled = (v: Uint32Array, rng: Rng): Uint32Array => {
  const result = new Uint32Array(BITS)
  for (let bit = 0; bit < BITS; bit++) {
    const diagonal = 2 ** (BITS - 1 - bit)
    const mask = (word(rng) & ~(2 * diagonal - 1)) | diagonal
    for (let k = 0; k < BITS; k++) {
      if (hasOddParity((v[k] as number) & mask)) result[k] = (result[k] as number) | diagonal
    }
  }
  return result
}

const word = (rng: Rng): number => rng.integer(0, 2 ** BITS - 1)

const hasOddParity = (bits: number): boolean => {
  let folded = bits ^ (bits >>> 16)
  folded ^= folded >>> 8
  folded ^= folded >>> 4
  return ((0x6996 >>> (folded & 15)) & 1) === 1
}
