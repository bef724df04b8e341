import test from 'ava'
import fc from 'fast-check'
import { additiveEpsilon, multiplicativeEpsilon } from '#src/pareto/index.js'
import { pointLists } from './points.js'

const [a, b, c] = [
  [
    [9, 2],
    [8, 4],
    [7, 5],
    [5, 6],
    [4, 7],
  ],
  [
    [10, 4],
    [9, 5],
    [8, 6],
    [7, 7],
    [6, 8],
  ],
  [
    [10, 4],
    [9, 5],
    [8, 6],
    [6, 7],
    [5, 8],
  ],
] as const

test('the epsilon indicators agree with those of moocore 0.3.2 on three sets', t => {
  const figures = [a, b, c].map(points =>
    [a, b, c].map(front => [additiveEpsilon(points, front), multiplicativeEpsilon(points, front)]),
  )
  t.deepEqual(figures, [
    [
      [0, 1],
      [-1, 0.9],
      [-1, 0.9],
    ],
    [
      [2, 2],
      [0, 1],
      [1, 1.2],
    ],
    [
      [2, 2],
      [0, 1],
      [0, 1],
    ],
  ])
})

test('a set is at 0 and at factor 1 from itself, and nothing is infinitely far from something', t => {
  fc.assert(
    fc.property(pointLists(1, 5), points => {
      const positive = points.map(point => point.map(loss => loss + 1))
      return additiveEpsilon(points, points) === 0 && multiplicativeEpsilon(positive, positive) === 1
    }),
  )
  t.is(additiveEpsilon([], a), Infinity)
  t.is(multiplicativeEpsilon([], a), Infinity)
})

test('taken off all losses, the additive epsilon makes a set weakly dominate the other, and nothing less does', t => {
  const weaklyDominates = (points: number[][], front: number[][]): boolean =>
    front.every(target => points.some(point => point.every((loss, m) => loss <= (target[m] as number))))
  const shifted = (points: number[][], by: number) => points.map(point => point.map(loss => loss - by))
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 4 }).chain(m => fc.tuple(pointLists(m, m), pointLists(m, m))),
      ([points, front]) => {
        const epsilon = additiveEpsilon(points, front)
        return (
          weaklyDominates(shifted(points, epsilon), front) && !weaklyDominates(shifted(points, epsilon - 0.5), front)
        )
      },
    ),
  )
  t.pass()
})

test('a factor needs losses above 0', t => {
  t.throws(() => multiplicativeEpsilon([[1, 0]], [[1, 1]]), {
    instanceOf: RangeError,
    message: 'expected losses above 0 for a multiplicative epsilon, got 0',
  })
})
