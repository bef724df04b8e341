import test from 'ava'
import fc from 'fast-check'
import { nonDominatedSort } from '#src/pareto/index.js'
import type { Verdict } from '#src/search/evaluation.js'
import { type Split, splitOf } from '#src/search/tpe/split.js'

const splitWith = (objectives: number, weights: 'equal' | 'improvement', verdicts: readonly Verdict[]): Split => {
  const split = splitOf(objectives, weights)
  for (const [row, verdict] of verdicts.entries()) split.add(row, verdict)
  return split
}
const measured = (...losses: readonly number[]): Verdict => ({ losses, violation: 0 })
const violating = (violation: number, ...losses: readonly number[]): Verdict => ({ losses, violation })
const failed: Verdict = { losses: null, violation: 0 }

test('feasible trials come first by their loss, then others by their violation, and failed ones never', t => {
  const verdicts = [violating(2, 0), measured(5), failed, measured(3), violating(1, 9)]
  const split = splitWith(1, 'equal', verdicts)
  t.deepEqual(split.below(1).rows, [3])
  t.deepEqual(split.below(3).rows, [3, 1, 4])
  t.deepEqual(split.below(9), { rows: [3, 1, 4, 0], weights: [1, 1, 1, 1] })
})

test('a good trial counts by its improvement over the first that is left out', t => {
  const split = splitWith(
    1,
    'improvement',
    [4, 1, 3, 2].map(loss => measured(loss)),
  )
  t.deepEqual(split.below(2), { rows: [1, 3], weights: [4 / 3, 2 / 3] })
  // With none left out, over the worst.
  t.deepEqual(split.below(4).weights, [2, 4 / 3, 2 / 3, 1e-12])
})

test('where no trial improves on another, or none is feasible, all good ones count the same', t => {
  t.deepEqual(splitWith(1, 'improvement', [measured(2), measured(2), measured(2)]).below(2).weights, [1, 1])
  t.deepEqual(splitWith(1, 'improvement', [violating(1, 2), violating(2, 1)]).below(2).weights, [1, 1])
  t.deepEqual(splitWith(2, 'improvement', [violating(1, 2, 2), violating(2, 1, 1)]).below(2).weights, [1, 1])
})

test('among several objectives whole fronts come first, then infeasible trials by their violation', t => {
  const verdicts = [violating(2, 0, 0), measured(3, 3), failed, measured(1, 2), violating(1, 0, 0), measured(2, 1)]
  const split = splitWith(2, 'equal', verdicts)
  t.deepEqual(new Set(split.below(2).rows), new Set([3, 5]))
  t.is(split.below(3).rows[2], 1)
  t.deepEqual(split.below(5).rows.slice(3), [4, 0])
})

test('with several objectives a good trial counts by what it adds to the hypervolume of the good ones', t => {
  // The reference is (4.4, 4.4): (1, 4) adds 1.4 * 0.4, (2, 2) adds 2 * 2, (4, 1) as the first.
  const { rows, weights } = splitWith(2, 'improvement', [measured(1, 4), measured(2, 2), measured(4, 1)]).below(3)
  const total = 0.4 + 0.4 + 4
  const expected = new Map([
    [0, (3 * 0.4) / total],
    [1, (3 * 4) / total],
    [2, (3 * 0.4) / total],
  ])
  for (const [k, row] of rows.entries()) {
    t.true(Math.abs((weights[k] as number) - (expected.get(row) as number)) < 1e-12)
  }
})

test('the good ones of several objectives are whole fronts of all trials, as far as they fit', t => {
  const losses = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 9 })), { minLength: 1 })
  const property = fc.property(losses, fc.integer({ min: 1, max: 12 }), (points, size) => {
    const split = splitWith(
      2,
      'equal',
      points.map(point => measured(...point)),
    )
    const { rows } = split.below(size)
    t.is(rows.length, Math.min(size, points.length))
    let left = rows.length
    for (const front of nonDominatedSort(points)) {
      const own = front.filter(i => rows.includes(i)).length
      t.is(own, Math.min(left, front.length))
      left -= own
    }
  })
  fc.assert(property)
})
