/** Of a symmetric matrix: `values[k]` belongs to the unit vector in row k of `vectors` (row-major). In no particular order. */
export interface SymmetricEigen {
  readonly values: Float64Array
  readonly vectors: Float64Array
}

/** Sweeps after which a matrix of finite numbers has long converged: some 10 are needed. */
const MAX_SWEEPS = 60

/**
 * Eigenvalues and eigenvectors of a symmetric n x n matrix (row-major; its upper triangle is read) by cyclic Jacobi rotations.
 * Small eigenvalues of a positive definite matrix are found to high relative accuracy, which a reduction to tridiagonal
 * form does not give. About 10 n^3 multiplications a sweep.
 * @see Golub & Van Loan 2013, "Matrix Computations", section 8.5; Demmel & Veselić 1992, "Jacobi's method is more accurate than QR"
 */
export const symmetricEigen = (matrix: ArrayLike<number>, n: number): SymmetricEigen => {
  const a = Float64Array.from(matrix)
  const vectors = new Float64Array(n * n)
  for (let k = 0; k < n; k++) vectors[k * n + k] = 1
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) {
        const [app, aqq, apq] = [a[p * n + p] as number, a[q * n + q] as number, a[p * n + q] as number]
        if (Math.abs(apq) <= Number.EPSILON * Math.sqrt(Math.abs(app * aqq)) + Number.MIN_VALUE) continue
        rotated = true
        // The smaller of the two angles that make the rotated a[p, q] zero.
        const theta = (aqq - app) / (2 * apq)
        const t = Math.sign(theta || 1) / (Math.abs(theta) + Math.hypot(theta, 1))
        const c = 1 / Math.hypot(t, 1)
        rotate(a, vectors, n, p, q, c, t * c)
        a[p * n + p] = app - t * apq
        a[q * n + q] = aqq + t * apq
        a[p * n + q] = 0
      }
    }
    if (!rotated) break
  }
  return { values: Float64Array.from({ length: n }, (_, k) => a[k * n + k] as number), vectors }
}

/** Rows and columns p < q of the upper triangle (but for where they meet), and rows p and q of the vectors. */
const rotate = (
  a: Float64Array,
  vectors: Float64Array,
  n: number,
  p: number,
  q: number,
  c: number,
  s: number,
): void => {
  const turn = (m: Float64Array, i: number, j: number): void => {
    const [x, y] = [m[i] as number, m[j] as number]
    m[i] = c * x - s * y
    m[j] = s * x + c * y
  }
  for (let i = 0; i < p; i++) turn(a, i * n + p, i * n + q)
  for (let i = p + 1; i < q; i++) turn(a, p * n + i, i * n + q)
  for (let i = q + 1; i < n; i++) turn(a, p * n + i, q * n + i)
  for (let i = 0; i < n; i++) turn(vectors, p * n + i, q * n + i)
}
