import { Input } from 'gpu.js'

/**
 * A matrix as one flat array with its size, which gpu.js copies in one go. (Its `input(...)` makes the same; its types know
 * that one as a type only, and the values as number[] only.)
 */
export const flat = (rows: readonly ArrayLike<number>[]): Input => {
  const values = Float32Array.from(rows.flatMap(row => Array.from(row)))
  return new Input(values as unknown as number[], [values.length / rows.length, rows.length])
}
