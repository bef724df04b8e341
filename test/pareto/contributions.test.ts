import test from 'ava'
import fc from 'fast-check'
import { hypervolume, hypervolumeContributions } from '#src/pareto/index.js'
import { pointLists, simplex } from './points.js'

test('a corner of a staircase contributes the box between its neighbours', t => {
  // By hand, reference (5, 5): (2 - 1) * (5 - 4), (4 - 2) * (4 - 2), (5 - 4) * (2 - 1).
  t.deepEqual(
    hypervolumeContributions(
      [
        [1, 4],
        [2, 2],
        [4, 1],
      ],
      [5, 5],
    ),
    [1, 4, 1],
  )
  t.deepEqual(hypervolumeContributions([[3], [1], [2]], [4]), [0, 1, 0])
  t.deepEqual(hypervolumeContributions([], [1, 1]), [])
})

test('contributions agree with those of a public reference implementation', t => {
  // moocore 0.3.2: hv_contributions([[9, 2], [8, 4], [7, 5], [5, 6], [4, 7]], ref=[11, 11]).
  const points = [
    [9, 2],
    [8, 4],
    [7, 5],
    [5, 6],
    [4, 7],
  ]
  t.deepEqual(hypervolumeContributions(points, [11, 11]), [4, 1, 1, 2, 4])
})

test('a dominated point contributes nothing, and takes its part from the only one that dominates it', t => {
  // (3, 3) lies in the box of (2, 2) alone and takes 1 * 1 of its 4.
  t.deepEqual(
    hypervolumeContributions(
      [
        [1, 4],
        [2, 2],
        [4, 1],
        [3, 3],
      ],
      [5, 5],
    ),
    [1, 3, 1, 0],
  )
})

test('equal points contribute nothing, nor do points that are not inside the reference', t => {
  t.deepEqual(
    hypervolumeContributions(
      [
        [1, 1],
        [1, 1],
        [0, 2],
        [3, 0],
      ],
      [3, 2],
    ),
    [0, 0, 0, 0],
  )
})

test('on a grid a contribution is the hypervolume of all less that without the point, for 1 to 5 objectives', t => {
  fc.assert(
    fc.property(pointLists(1, 5, 15), points => {
      const reference = (points[0] as number[]).map(() => 6)
      const all = hypervolume(points, reference)
      t.deepEqual(
        hypervolumeContributions(points, reference),
        points.map((_, i) => all - hypervolume(points.toSpliced(i, 1), reference)),
      )
    }),
    { numRuns: 1000 },
  )
})

for (const m of [2, 3, 4]) {
  test(`of 60 points on a front of ${m} objectives each contributes what goes when it goes`, t => {
    const points = simplex(60, m)
    const reference = new Array<number>(m).fill(1.1)
    const all = hypervolume(points, reference)
    hypervolumeContributions(points, reference).forEach((own, i) => {
      t.true(own > 0)
      t.true(Math.abs(own - (all - hypervolume(points.toSpliced(i, 1), reference))) < 1e-12)
    })
  })
}
