import test from 'ava'
import fc from 'fast-check'
import { constrainedDominates, constrainedSort, dominates, front, nonDominatedSort } from '#src/pareto/index.js'
import { pointLists } from './points.js'

const sorted = (fronts: number[][]): number[][] => fronts.map(members => [...members].sort((a, b) => a - b))

/** By the definition: take away what nothing dominates, again and again. */
const peel = (n: number, beats: (i: number, j: number) => boolean): number[][] => {
  const fronts: number[][] = []
  let left = Array.from({ length: n }, (_, i) => i)
  while (left.length > 0) {
    const members = left.filter(j => !left.some(i => beats(i, j)))
    fronts.push(members)
    left = left.filter(i => !members.includes(i))
  }
  return fronts
}

test('a staircase, what lies behind it, and the last corner are three fronts', t => {
  const points = [
    [3, 3],
    [1, 4],
    [2, 2],
    [4, 1],
    [5, 5],
  ]
  t.deepEqual(sorted(nonDominatedSort(points)), [[1, 2, 3], [0], [4]])
  t.deepEqual(front(points), [1, 2, 3])
})

test('no points have no fronts', t => {
  t.deepEqual(nonDominatedSort([]), [])
  t.deepEqual(front([]), [])
})

test('equal points share a front', t => {
  t.deepEqual(
    sorted(
      nonDominatedSort([
        [1, 1],
        [1, 1],
        [2, 2],
        [1, 1],
      ]),
    ),
    [[0, 1, 3], [2]],
  )
})

test('sorting agrees with taking away non-dominated points one front at a time', t => {
  fc.assert(
    fc.property(pointLists(1, 5), points => {
      const at = (i: number): number[] => points[i] as number[]
      t.deepEqual(
        sorted(nonDominatedSort(points)),
        peel(points.length, (i, j) => dominates(at(i), at(j))),
      )
    }),
  )
})

test('a front holds no dominated point and leaves out no other', t => {
  fc.assert(
    fc.property(pointLists(1, 6), points => {
      const members = new Set(front(points))
      return points.every((point, i) => members.has(i) !== points.some(other => dominates(other, point)))
    }),
  )
  t.pass()
})

test('constrained sorting agrees with constrained domination', t => {
  const problem = pointLists(1, 3).chain(points =>
    fc.tuple(
      fc.constant(points),
      fc.array(fc.constantFrom(0, 0, 0.5, 1), { minLength: points.length, maxLength: points.length }),
    ),
  )
  fc.assert(
    fc.property(problem, ([points, violations]) => {
      const beats = (i: number, j: number): boolean =>
        constrainedDominates(
          points[i] as number[],
          violations[i] as number,
          points[j] as number[],
          violations[j] as number,
        )
      t.deepEqual(sorted(constrainedSort(points, violations)), peel(points.length, beats))
    }),
  )
})
