/**
 * Solves A x = b by Gaussian elimination with partial pivoting; undefined where A is singular to working precision.
 * @param a square, by rows; neither it nor `b` is changed
 * @see Golub & Van Loan 2013, "Matrix computations", section 3.4
 */
export const solve = (a: readonly (readonly number[])[], b: readonly number[]): number[] | undefined => {
  const n = b.length
  const rows = a.map((row, i) => [...row, b[i] as number])
  const size = Math.max(...rows.flat().map(Math.abs))
  for (let k = 0; k < n; k++) {
    let pivot = k
    for (let i = k + 1; i < n; i++) if (Math.abs(at(rows, i, k)) > Math.abs(at(rows, pivot, k))) pivot = i
    if (!(Math.abs(at(rows, pivot, k)) > n * Number.EPSILON * size)) return undefined
    ;[rows[k], rows[pivot]] = [rows[pivot] as number[], rows[k] as number[]]
    for (let i = k + 1; i < n; i++) {
      const factor = at(rows, i, k) / at(rows, k, k)
      rows[i] = (rows[i] as number[]).map((value, j) => value - factor * at(rows, k, j))
    }
  }
  const x = new Array<number>(n).fill(0)
  for (let k = n - 1; k >= 0; k--) {
    let rest = at(rows, k, n)
    for (let j = k + 1; j < n; j++) rest -= at(rows, k, j) * (x[j] as number)
    x[k] = rest / at(rows, k, k)
  }
  return x
}

const at = (rows: readonly (readonly number[])[], i: number, j: number): number => rows[i]?.[j] as number
