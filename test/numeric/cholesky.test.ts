import test from 'ava'
import fc from 'fast-check'
import { Cholesky, symmetricEigen } from '#src/numeric/index.js'

/** A A^T + I of random A: n x n, row-major. */
const positiveDefinite = fc
  .integer({ min: 1, max: 12 })
  .chain(n => fc.array(fc.integer({ min: -300, max: 300 }), { minLength: n * n, maxLength: n * n }))
  .map(a => {
    const n = Math.sqrt(a.length)
    const at = (i: number, j: number): number => (a[i * n + j] as number) / 100
    return Float64Array.from({ length: n * n }, (_, k) => {
      const [i, j] = [Math.floor(k / n), k % n]
      let sum = i === j ? 1 : 0
      for (let l = 0; l < n; l++) sum += at(i, l) * at(j, l)
      return sum
    })
  })

const factorOf = (matrix: Float64Array, capacity?: number): Cholesky => {
  const n = Math.sqrt(matrix.length)
  const cholesky = new Cholesky(capacity)
  for (let i = 0; i < n; i++) cholesky.append(matrix.subarray(i * n, i * n + i + 1))
  return cholesky
}

const near = (a: number, b: number, size = 1): boolean => Math.abs(a - b) <= 1e-9 * Math.max(size, Math.abs(b))

test('what it solves is a solution, and its inverse and determinant are those of the matrix', t => {
  fc.assert(
    fc.property(positiveDefinite, matrix => {
      const n = Math.sqrt(matrix.length)
      const cholesky = factorOf(matrix)
      const b = Float64Array.from({ length: n }, (_, i) => Math.sin(i + 1))
      const x = b.slice()
      cholesky.solve(x)
      const inverse = cholesky.inverse()
      for (let i = 0; i < n; i++) {
        let [image, byInverse] = [0, 0]
        for (let j = 0; j < n; j++) {
          image += (matrix[i * n + j] as number) * (x[j] as number)
          byInverse += (inverse[Math.max(i, j) * n + Math.min(i, j)] as number) * (b[j] as number)
        }
        if (!near(image, b[i] as number, 100) || !near(byInverse, x[i] as number)) return false
      }
      const { values } = symmetricEigen(matrix, n)
      return near(
        cholesky.logDeterminant(),
        values.reduce((sum, value) => sum + Math.log(value), 0),
      )
    }),
  )
  t.pass()
})

test('L^-1 b has the length of b in the metric of K^-1', t => {
  fc.assert(
    fc.property(positiveDefinite, matrix => {
      const cholesky = factorOf(matrix)
      const b = Float64Array.from({ length: cholesky.size }, (_, i) => Math.cos(i))
      const [lower, solved] = [b.slice(), b.slice()]
      cholesky.solveLower(lower)
      cholesky.solve(solved)
      const product = (a: Float64Array, c: Float64Array): number =>
        a.reduce((sum, ai, i) => sum + ai * (c[i] as number), 0)
      return near(product(lower, lower), product(b, solved))
    }),
  )
  t.pass()
})

test('a factor that was cut and grown again is the same to the last bit', t => {
  fc.assert(
    fc.property(positiveDefinite, fc.nat(11), (matrix, nat) => {
      const n = Math.sqrt(matrix.length)
      const [once, again] = [factorOf(matrix), factorOf(matrix, 1)]
      const kept = nat % n
      again.truncate(kept)
      for (let i = kept; i < n; i++) again.append(matrix.subarray(i * n, i * n + i + 1))
      return Buffer.from(once.inverse().buffer).equals(Buffer.from(again.inverse().buffer))
    }),
  )
  t.pass()
})

test('a row that makes the matrix indefinite is not added', t => {
  const cholesky = factorOf(Float64Array.of(4, 2, 2, 2))
  t.false(cholesky.append([2, 2, 1]))
  t.is(cholesky.size, 2)
  t.true(cholesky.append([2, 2, 2.5]))
  // 4 * 1 * 0.5
  t.true(near(cholesky.logDeterminant(), Math.log(2)))
})
