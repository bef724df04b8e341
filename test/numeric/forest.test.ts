import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import { growForest } from '#src/numeric/index.js'

const options = { trees: 20, features: 1, leaf: 1 }

/** Rows of `dimension` uniform features, and what `f` makes of each. */
const sampled = (rows: number, dimension: number, f: (x: Float64Array) => number, seed: number) => {
  const rng = makeRng(seed)
  const points = Float64Array.from({ length: rows * dimension }, () => rng.next())
  const targets = Float64Array.from({ length: rows }, (_, row) =>
    f(points.subarray(row * dimension, (row + 1) * dimension)),
  )
  return { points, targets }
}

test('a step in one of three features is found where it is, and the others change nothing', t => {
  const { points, targets } = sampled(200, 3, ([_, b = 0]) => (b > 0.3 ? 5 : -1), 1)
  const forest = growForest(points, targets, 3, options, makeRng(2))
  const into = new Float64Array(2)
  for (const [a, c] of [
    [0, 1],
    [1, 0],
    [0.5, 0.5],
  ] as const) {
    forest.predict([a, 0.2, c], into)
    t.deepEqual([...into], [-1, 0])
    forest.predict([a, 0.4, c], into)
    t.deepEqual([...into], [5, 0])
  }
})

test('without a bootstrap sample of its own a row is not learnt by heart: single rows between others have a variance', t => {
  const forest = growForest(Float64Array.of(0, 1, 2, 3), Float64Array.of(0, 10, 0, 10), 1, options, makeRng(1))
  const into = new Float64Array(2)
  forest.predict([1], into)
  t.true((into[1] as number) > 0)
  t.true((into[0] as number) > 0 && (into[0] as number) < 10)
})

test('predictions stay within the targets, whatever the rows', t => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.integer({ min: 0, max: 4 }), fc.double({ min: -9, max: 9, noNaN: true })), {
        minLength: 1,
        maxLength: 40,
      }),
      fc.integer({ min: 1, max: 3 }),
      (rows, leaf) => {
        const targets = rows.map(([, target]) => target)
        const forest = growForest(
          Float64Array.from(rows, ([x]) => x),
          targets,
          1,
          { ...options, leaf },
          makeRng(3),
        )
        const into = new Float64Array(2)
        for (const x of [-1, 0, 1.5, 4, 9]) {
          forest.predict([x], into)
          const [mean, variance] = into as unknown as [number, number]
          const slack = 1e-9
          if (!(mean >= Math.min(...targets) - slack && mean <= Math.max(...targets) + slack && variance >= 0))
            return false
        }
        return true
      },
    ),
  )
  t.pass()
})

test('a leaf holds at least as many rows as it must', t => {
  const { points, targets } = sampled(64, 1, ([x = 0]) => x, 4)
  const coarse = growForest(points, targets, 1, { trees: 1, features: 1, leaf: 32 }, makeRng(5))
  const seen = new Set<number>()
  const into = new Float64Array(2)
  for (let x = 0; x < 1; x += 1 / 256) {
    coarse.predict([x], into)
    seen.add(into[0] as number)
  }
  t.true(seen.size <= 2)
})

test('hundreds of distinct values are cut into parts, and a smooth function is still followed', t => {
  const f = ([a = 0, b = 0]: ArrayLike<number> & Iterable<number>): number => Math.sin(3 * a) + b * b
  const { points, targets } = sampled(1000, 2, x => f(x), 6)
  const forest = growForest(points, targets, 2, { ...options, trees: 30 }, makeRng(7))
  const rng = makeRng(8)
  const into = new Float64Array(2)
  let squared = 0
  for (let i = 0; i < 200; i++) {
    const x = [rng.next(), rng.next()]
    forest.predict(x, into)
    squared += ((into[0] as number) - f(x)) ** 2 / 200
  }
  // The function's own variance is about 0.2.
  t.true(squared < 0.005, `${squared}`)
})

test('the same rng gives the same forest', t => {
  const { points, targets } = sampled(50, 2, ([a = 0, b = 0]) => a * b, 9)
  const [one, two] = [1, 1].map(seed => growForest(points, targets, 2, options, makeRng(seed)))
  const [into, other] = [new Float64Array(2), new Float64Array(2)]
  one?.predict([0.3, 0.6], into)
  two?.predict([0.3, 0.6], other)
  t.deepEqual(into, other)
})
