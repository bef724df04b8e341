/** Of a symmetric matrix: `values[k]` belongs to the unit vector in row k of `vectors` (row-major). In no particular order. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/**
 * Eigenvalues and eigenvectors of a symmetric n x n matrix (row-major) of finite numbers: Householder's reduction to a tridiagonal
 * matrix, then QL iterations with implicit shifts. Errors are some 1e-16 of the largest eigenvalue. Time grows with n^3.
 * @see Golub & Van Loan 2013, "Matrix Computations", algorithm 8.3.1; Dubrulle, Martin & Wilkinson 1968, "The implicit QL algorithm"
 */
export const symmetricEigen = (matrix: ArrayLike<number>, n: number): SymmetricEigen => {
  const { values, off, vectors } = tridiagonal(Float64Array.from(matrix), n)
  for (let first = 0; first < n; first++) {
    for (let iterations = 0; ; iterations++) {
      let last = first
      while (last < n - 1 && !isNegligible(values, off, last)) last++
      if (last === first) break
      if (iterations === MAX_ITERATIONS)
        throw new RangeError('expected a matrix of finite numbers, got one that does not converge')
      iterate(values, off, vectors, n, first, last)
    }
  }
  return { values, vectors }
}

/** For one eigenvalue: two or three are needed. */
const MAX_ITERATIONS = 60

interface Tridiagonal {
  /** Its diagonal. */
  readonly values: Float64Array
  /** Beside the diagonal: `off[i]` couples i and i + 1. */
  readonly off: Float64Array
  /** Rows of Q^T, A = Q T Q^T. */
  readonly vectors: Float64Array
}

/** Overwrites `a`. Each column below the diagonal is reflected onto its first element: H = I - beta v v^T. */
const tridiagonal = (a: Float64Array, n: number): Tridiagonal => {
  const [values, off, betas] = [new Float64Array(n), new Float64Array(n), new Float64Array(n)]
  const w = new Float64Array(n)
  for (let k = 0; k < n - 1; k++) {
    // By symmetry the column is the row right of the diagonal, and v is left there.
    const row = k * n
    let squares = 0
    for (let j = k + 1; j < n; j++) squares += (a[row + j] as number) ** 2
    const x0 = a[row + k + 1] as number
    const length = Math.sqrt(squares)
    const alpha = x0 > 0 ? -length : length
    off[k] = alpha
    if (squares === x0 ** 2) {
      // Nothing to the right: no reflection.
      off[k] = x0
      continue
    }
    a[row + k + 1] = x0 - alpha
    const beta = 1 / (squares - alpha * x0)
    betas[k] = beta
    // p = beta A v; w = p - (beta p.v / 2) v; A := A - v w^T - w v^T
    let pv = 0
    for (let i = k + 1; i < n; i++) {
      let sum = 0
      for (let j = k + 1; j < n; j++) sum += (a[i * n + j] as number) * (a[row + j] as number)
      w[i] = beta * sum
      pv += (w[i] as number) * (a[row + i] as number)
    }
    for (let i = k + 1; i < n; i++) w[i] = (w[i] as number) - ((beta * pv) / 2) * (a[row + i] as number)
    for (let i = k + 1; i < n; i++) {
      const [vi, wi] = [a[row + i] as number, w[i] as number]
      for (let j = k + 1; j < n; j++) {
        a[i * n + j] = (a[i * n + j] as number) - vi * (w[j] as number) - wi * (a[row + j] as number)
      }
    }
  }
  for (let i = 0; i < n; i++) values[i] = a[i * n + i] as number
  return { values, off, vectors: product(a, betas, n) }
}

/** (H_0 H_1 ...)^T from the vectors v that stand right of the diagonal. */
const product = (a: Float64Array, betas: Float64Array, n: number): Float64Array => {
  const transposed = new Float64Array(n * n)
  for (let i = 0; i < n; i++) transposed[i * n + i] = 1
  for (let k = n - 2; k >= 0; k--) {
    const beta = betas[k] as number
    if (beta === 0) continue
    const row = k * n
    for (let i = k + 1; i < n; i++) {
      let sum = 0
      for (let j = k + 1; j < n; j++) sum += (transposed[i * n + j] as number) * (a[row + j] as number)
      for (let j = k + 1; j < n; j++) {
        transposed[i * n + j] = (transposed[i * n + j] as number) - beta * sum * (a[row + j] as number)
      }
    }
  }
  return transposed
}

const isNegligible = (values: Float64Array, off: Float64Array, i: number): boolean => {
  const size = Math.abs(values[i] as number) + Math.abs(values[i + 1] as number)
  return Math.abs(off[i] as number) <= Number.EPSILON * size
}

/** One QL iteration on the block from `first` to `last`, shifted by the eigenvalue of its upper corner that is nearest. */
const iterate = (
  values: Float64Array,
  off: Float64Array,
  vectors: Float64Array,
  n: number,
  first: number,
  last: number,
): void => {
  const slope = ((values[first + 1] as number) - (values[first] as number)) / (2 * (off[first] as number))
  const shift = (off[first] as number) / (slope + (slope >= 0 ? 1 : -1) * Math.sqrt(slope * slope + 1))
  let g = (values[last] as number) - (values[first] as number) + shift
  let [s, c, p] = [1, 1, 0]
  for (let i = last - 1; i >= first; i--) {
    const [f, b] = [s * (off[i] as number), c * (off[i] as number)]
    const r = Math.sqrt(f * f + g * g)
    off[i + 1] = r
    if (r === 0) {
      // The block falls apart here.
      values[i + 1] = (values[i + 1] as number) - p
      off[last] = 0
      return
    }
    s = f / r
    c = g / r
    g = (values[i + 1] as number) - p
    const t = ((values[i] as number) - g) * s + 2 * c * b
    p = s * t
    values[i + 1] = g + p
    g = c * t - b
    for (let k = i * n, l = k + n; k < (i + 1) * n; k++, l++) {
      const [x, y] = [vectors[k] as number, vectors[l] as number]
      vectors[l] = s * x + c * y
      vectors[k] = c * x - s * y
    }
  }
  values[first] = (values[first] as number) - p
  off[first] = g
  off[last] = 0
}
