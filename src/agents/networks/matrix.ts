import type { Tensor2D, Tf } from './engine.js'

/** A matrix in a typed array, row by row. A tensor may share its numbers: what has become a tensor is not changed any more. */
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

/** a^T b, where a has few columns. */
export const transposedTimes = (a: Matrix, b: Matrix): Matrix => {
  const sums = new Float64Array(a.columns * b.columns)
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.columns; k++) {
      const factor = a.values[i * a.columns + k] as number
      for (let j = 0, to = k * b.columns, at = i * b.columns; j < b.columns; j++, to++, at++)
        sums[to] = (sums[to] as number) + factor * (b.values[at] as number)
    }
  return { rows: a.columns, columns: b.columns, values: Float32Array.from(sums) }
}
