import type { Rng } from '../../core/index.js'

/**
 * A `rows` x `columns` matrix, row by row, whose shorter side is orthonormal, times `gain`.
 *
 * Normal vectors are made orthonormal one after the other (modified Gram-Schmidt), which is uniform over such matrices.
 * @see Saxe, McClelland & Ganguli 2014, "Exact solutions to the nonlinear dynamics of learning in deep linear neural networks"
 */
export const orthogonal = (rows: number, columns: number, gain: number, rng: Rng): Float32Array => {
  const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
  const vectors: Float64Array[] = []
  while (vectors.length < count) {
    const vector = Float64Array.from({ length }, () => rng.normal())
    for (const other of vectors) addScaled(vector, other, -dot(vector, other))
    const norm = Math.sqrt(dot(vector, vector))
    if (norm < 1e-6) continue // almost in the span of the others: rounding would decide its direction
    vectors.push(vector.map(value => value / norm))
  }
  const at = (row: number, column: number): number =>
    (rows <= columns ? vectors[row]?.[column] : vectors[column]?.[row]) as number
  return Float32Array.from({ length: rows * columns }, (_, i) => gain * at(Math.floor(i / columns), i % columns))
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

const addScaled = (a: Float64Array, b: Float64Array, factor: number): void => {
  for (let i = 0; i < a.length; i++) a[i] = (a[i] as number) + factor * (b[i] as number)
}
