import type { Tensor2D, Tf } from './engine.js'

/** A matrix in a typed array, row by row, which it may share with a tensor. */
export interface Matrix {
  readonly rows: number
  readonly columns: number
  readonly values: Float32Array
}

/** A tensor's numbers. */
export const matrixOf = (tensor: Tensor2D): Matrix => ({
  rows: tensor.shape[0],
  columns: tensor.shape[1],
  values: tensor.dataSync<'float32'>(),
})

export const tensorOf = (tf: Tf, { rows, columns, values }: Matrix): Tensor2D => tf.tensor2d(values, [rows, columns])

export const transpose = ({ rows, columns, values }: Matrix): Matrix => {
  const transposed = new Float32Array(values.length)
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) transposed[j * rows + i] = values[at] as number
  return { rows: columns, columns: rows, values: transposed }
}

export const scaled = ({ rows, columns, values }: Matrix, factor: number): Matrix => {
  const result = new Float32Array(values.length)
  for (let i = 0; i < result.length; i++) result[i] = factor * (values[i] as number)
  return { rows, columns, values: result }
}

/** The sum of each column. */
export const columnSums = ({ rows, columns, values }: Matrix): Float64Array => {
  const sums = new Float64Array(columns)
  for (let i = 0, at = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, at++) sums[j] = (sums[j] as number) + (values[at] as number)
  return sums
}

/** The sum of each row. */
export const rowSums = ({ rows, columns, values }: Matrix): Float64Array => {
  const sums = new Float64Array(rows)
  for (let i = 0, at = 0; i < rows; i++) {
    let sum = 0
    for (let j = 0; j < columns; j++, at++) sum += values[at] as number
    sums[i] = sum
  }
  return sums
}

/** a^T b, where a has few columns. Four rows at a time, so that the sums are read and written less often. */
export const transposedTimes = (a: Matrix, b: Matrix): Matrix => {
  const [width, values] = [b.columns, b.values]
  const sums = new Float64Array(a.columns * width)
  const aOf = (row: number, k: number): number => (row < a.rows ? (a.values[row * a.columns + k] as number) : 0)
  // Past the last row the last one is read again, times 0.
  const startOf = (row: number): number => Math.min(row, a.rows - 1) * width
  for (let i = 0; i < a.rows; i += 4) {
    const [r0, r1, r2, r3] = [startOf(i), startOf(i + 1), startOf(i + 2), startOf(i + 3)]
    for (let k = 0; k < a.columns; k++) {
      const [a0, a1, a2, a3] = [aOf(i, k), aOf(i + 1, k), aOf(i + 2, k), aOf(i + 3, k)]
      for (let j = 0, to = k * width; j < width; j++, to++)
        sums[to] =
          (sums[to] as number) +
          a0 * (values[r0 + j] as number) +
          a1 * (values[r1 + j] as number) +
          a2 * (values[r2 + j] as number) +
          a3 * (values[r3 + j] as number)
    }
  }
  return { rows: a.columns, columns: width, values: Float32Array.from(sums) }
}
