import test from 'ava'
import fc from 'fast-check'
import { solve } from '#src/numeric/index.js'

test('a system of three equations has the solution that is worked by hand', t => {
  // From Strang, "Introduction to linear algebra", section 2.2.
  const x = solve(
    [
      [2, 4, -2],
      [4, 9, -3],
      [-2, -3, 7],
    ],
    [2, 8, 10],
  )
  t.deepEqual(
    x?.map(value => Number(value.toFixed(12))),
    [-1, 2, 2],
  )
})

test('rows are swapped where a pivot is 0, and what is given stays as it is', t => {
  const a = [
    [0, 1],
    [2, 0],
  ]
  t.deepEqual(solve(a, [3, 4]), [2, 3])
  t.deepEqual(a, [
    [0, 1],
    [2, 0],
  ])
})

test('a singular system has no solution', t => {
  t.is(
    solve(
      [
        [1, 2],
        [2, 4],
      ],
      [1, 2],
    ),
    undefined,
  )
  t.is(solve([[0]], [1]), undefined)
  t.is(
    solve(
      [
        [0.1, 0.2, 0.3],
        [0.4, 0.5, 0.6],
        [0.5, 0.7, 0.9],
      ],
      [1, 1, 1],
    ),
    undefined,
  )
})

test('A x = b holds', t => {
  const entry = fc.integer({ min: -9, max: 9 })
  const system = fc
    .integer({ min: 1, max: 6 })
    .chain(n =>
      fc.tuple(
        fc.array(fc.array(entry, { minLength: n, maxLength: n }), { minLength: n, maxLength: n }),
        fc.array(entry, { minLength: n, maxLength: n }),
      ),
    )
  fc.assert(
    fc.property(system, ([a, b]) => {
      const x = solve(a, b)
      if (x === undefined) return true
      const size = Math.max(1, ...x.map(Math.abs))
      return a.every((row, i) => {
        const product = row.reduce((sum, value, j) => sum + value * (x[j] as number), 0)
        return Math.abs(product - (b[i] as number)) < 1e-9 * size
      })
    }),
  )
  t.pass()
})
