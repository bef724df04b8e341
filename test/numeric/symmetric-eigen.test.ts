import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { symmetricEigen } from '#src/numeric/index.js'

const sorted = (values: Float64Array): number[] => [...values].sort((a, b) => a - b)

test('a textbook matrix has its known eigenvalues', t => {
  // The second difference matrix of order n: 2 - 2 cos(k pi / (n + 1)), k = 1 .. n.
  const n = 6
  const matrix = Array.from({ length: n * n }, (_, i) => {
    const distance = Math.abs(Math.floor(i / n) - (i % n))
    return distance === 0 ? 2 : distance === 1 ? -1 : 0
  })
  const expected = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((k + 1) * Math.PI) / (n + 1)))
  sorted(symmetricEigen(matrix, n).values).forEach((value, k) => {
    t.true(Math.abs(value - (expected[k] as number)) < 1e-14)
  })
})

test('vectors are orthonormal and give the matrix back, over random matrices of several sizes', t => {
  const rng = makeRng(1)
  for (const n of [1, 2, 3, 10, 30]) {
    const matrix = new Float64Array(n * n)
    for (let i = 0; i < n; i++)
      for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = rng.normal(0, 10 ** rng.integer(-3, 3))
    const { values, vectors } = symmetricEigen(matrix, n)
    const norm = Math.hypot(...matrix)
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        let [product, back] = [0, 0]
        for (let k = 0; k < n; k++) {
          product += (vectors[i * n + k] as number) * (vectors[j * n + k] as number)
          back += (vectors[k * n + i] as number) * (values[k] as number) * (vectors[k * n + j] as number)
        }
        t.true(Math.abs(product - Number(i === j)) < 1e-13)
        t.true(Math.abs(back - (matrix[i * n + j] as number)) < 1e-13 * norm)
      }
    }
  }
})

test('the Hilbert matrix of order 5 has the eigenvalues that LAPACK finds, the least of them 3e-6', t => {
  // scipy.linalg.eigvalsh(scipy.linalg.hilbert(5)), SciPy 1.17
  const expected = [3.287928772e-6, 3.058980401e-4, 1.140749162e-2, 2.085342186e-1, 1.567050691]
  const hilbert = Array.from({ length: 25 }, (_, i) => 1 / (1 + Math.floor(i / 5) + (i % 5)))
  sorted(symmetricEigen(hilbert, 5).values).forEach((value, k) => {
    t.true(Math.abs(value - (expected[k] as number)) < 1e-9 * (expected[k] as number) + 1e-15, `${value}`)
  })
})

test('a diagonal matrix, zero too, is answered as it is', t => {
  t.deepEqual(sorted(symmetricEigen([3, 0, 0, 0, 0, 0, 0, 0, -2], 3).values), [-2, 0, 3])
  t.deepEqual([...symmetricEigen([7], 1).values], [7])
})
