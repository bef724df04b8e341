/**
 * The lower triangle L of K = L L^T for a symmetric positive definite matrix that grows by rows: row i is computed from the rows before it, so
 * that a matrix that grew row by row and one that came at once have the same factor to the last bit. A new row of n takes time
 * n^2, a whole matrix n^3 / 3.
 * @see Golub & Van Loan 2013, "Matrix Computations" (the row-oriented form, Cholesky-Banachiewicz)
 */
export class Cholesky {
  /** Row after row, row i with i + 1 numbers. */
  #rows: Float64Array
  #size = 0

  constructor(capacity = 64) {
    this.#rows = new Float64Array(triangular(capacity))
  }

  get size(): number {
    return this.#size
  }

  /** Adds row n of the matrix: its n + 1 numbers up to the diagonal. False, and nothing is added, where it would not be positive definite. */
  append(row: ArrayLike<number>): boolean {
    const n = this.#size
    const start = triangular(n)
    if (start + n + 1 > this.#rows.length) {
      const larger = new Float64Array(triangular(2 * n + 2))
      larger.set(this.#rows)
      this.#rows = larger
    }
    const rows = this.#rows
    for (let j = 0; j <= n; j++) rows[start + j] = row[j] as number
    solveRows(rows, n, rows, start)
    const pivot = (row[n] as number) - dot(rows, start, rows, start, n)
    if (!(pivot > 0)) return false
    rows[start + n] = Math.sqrt(pivot)
    this.#size++
    return true
  }

  /** Forgets all rows but the first `size`. */
  truncate(size: number): void {
    this.#size = size
  }

  /** Overwrites the first n numbers of b with L^-1 b. */
  solveLower(b: Float64Array): void {
    solveRows(this.#rows, this.#size, b, 0)
  }

  /** Overwrites the first n numbers of b with K^-1 b. */
  solve(b: Float64Array): void {
    const [rows, n] = [this.#rows, this.#size]
    solveRows(rows, n, b, 0)
    for (let i = n - 1; i >= 0; i--) {
      const start = triangular(i)
      const x = (b[i] as number) / (rows[start + i] as number)
      b[i] = x
      for (let j = 0; j < i; j++) b[j] = (b[j] as number) - x * (rows[start + j] as number)
    }
  }

  /** log det K. */
  logDeterminant(): number {
    let sum = 0
    for (let i = 0; i < this.#size; i++) sum += Math.log(this.#rows[triangular(i) + i] as number)
    return 2 * sum
  }

  /** K^-1, row-major and n x n; only its lower triangle is filled in. */
  inverse(): Float64Array {
    const [rows, n] = [this.#rows, this.#size]
    // Row i holds column i of L^-1, which is 0 above the diagonal: all sums run along rows.
    const columns = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      const base = i * n
      columns[base + i] = 1 / (rows[triangular(i) + i] as number)
      for (let k = i + 1; k < n; k++) {
        const start = triangular(k)
        columns[base + k] = -dot(rows, start + i, columns, base + i, k - i) / (rows[start + k] as number)
      }
    }
    const inverse = new Float64Array(n * n)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j <= i; j++) inverse[i * n + j] = dot(columns, i * n + i, columns, j * n + i, n - i)
    }
    return inverse
  }
}

/** Numbers before row i. */
const triangular = (i: number): number => (i * (i + 1)) / 2

/**
 * Overwrites n numbers of b from `at` on with L^-1 b, for the first n rows of L. Two rows go along b together, for speed; what comes
 * of a row does not depend on whether it has a partner.
 */
const solveRows = (rows: Float64Array, n: number, b: Float64Array, at: number): void => {
  for (let i = 0; i < n; i += 2) {
    const first = triangular(i)
    // The last row may have none: it goes along itself.
    const second = i + 1 < n ? first + i + 1 : first
    let [s0, s1, t0, t1] = [0, 0, 0, 0]
    for (let k = 0; k < i; k += 2) {
      const [x, y] = [b[at + k] as number, b[at + k + 1] as number]
      s0 += (rows[first + k] as number) * x
      s1 += (rows[first + k + 1] as number) * y
      t0 += (rows[second + k] as number) * x
      t1 += (rows[second + k + 1] as number) * y
    }
    const solved = ((b[at + i] as number) - (s0 + s1)) / (rows[first + i] as number)
    b[at + i] = solved
    if (second === first) return
    const rest = (b[at + i + 1] as number) - (t0 + t1) - (rows[second + i] as number) * solved
    b[at + i + 1] = rest / (rows[second + i + 1] as number)
  }
}

/** Of `length` numbers of a from i on, and of b from j on; four sums side by side, for speed. */
const dot = (a: Float64Array, i: number, b: Float64Array, j: number, length: number): number => {
  let [s0, s1, s2, s3] = [0, 0, 0, 0]
  const whole = length & ~3
  for (let k = 0; k < whole; k += 4) {
    s0 += (a[i + k] as number) * (b[j + k] as number)
    s1 += (a[i + k + 1] as number) * (b[j + k + 1] as number)
    s2 += (a[i + k + 2] as number) * (b[j + k + 2] as number)
    s3 += (a[i + k + 3] as number) * (b[j + k + 3] as number)
  }
  for (let k = whole; k < length; k++) s0 += (a[i + k] as number) * (b[j + k] as number)
  return s0 + s1 + s2 + s3
}
