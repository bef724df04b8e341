import test from 'ava'
import type { Point } from '#src/pareto/index.js'
import { boxOf, extended, normalised } from '#src/search/nsga3/normalisation.js'

const nadirOf = (points: readonly Point[], front: readonly Point[] = points): Point =>
  boxOf(extended(undefined, points, front), points, front).nadir.map(loss => Number(loss.toFixed(9)))

test('the plane through the extreme points cuts the axes at the nadir point', t => {
  // On the plane x / 2 + y / 4 + z / 8 = 1, seen from the ideal point (1, 1, 1); none lies on an axis.
  const corner = (x: number, y: number): Point => [1 + x, 1 + y, 1 + 8 * (1 - x / 2 - y / 4)]
  const points: Point[] = [
    corner(1.9, 0.1),
    corner(0.05, 3.8),
    corner(0.02, 0.04),
    corner(0.6, 1.2),
    [1, 5, 9],
    [3, 1, 9],
    [3, 5, 1],
  ]
  const front = points.slice(0, 4)
  const extent = extended(undefined, points, front)
  t.deepEqual(extent.ideal, [1, 1, 1])
  t.deepEqual(extent.extremes, front.slice(0, 3))
  t.deepEqual(nadirOf(points, front), [3, 5, 9])
})

test('points on the axes are their own extremes', t => {
  const points = [
    [0, 4],
    [2, 0],
    [1, 1],
  ]
  t.deepEqual(nadirOf(points), [2, 4])
})

test('without a plane the nadir point is the worst of the front, and where the front is flat the worst of all', t => {
  t.deepEqual(
    nadirOf(
      [
        [3, 3],
        [4, 6],
        [5, 5],
      ],
      [[3, 3]],
    ),
    [5, 6],
    'one point is its own ideal point',
  )
  // The point in the middle is the extreme one of both axes.
  t.deepEqual(
    nadirOf(
      [
        [0, 9],
        [1, 1],
        [9, 0],
      ].slice(1),
      [
        [1, 1],
        [9, 0],
      ],
    ),
    [9, 1],
  )
})

test('a plane that cuts an axis far away goes no farther than the worst loss so far', t => {
  const points = [
    [0.5, 0.99],
    [1, 0.98],
    [0, 4],
    [3, 0],
  ]
  const front = points.slice(0, 2)
  const [x, y] = nadirOf(points, front) as [number, number]
  t.true(x <= 3 && y <= 4)
})

test('ideal and extreme points are kept from generation to generation', t => {
  const first: Point[] = [
    [0, 4],
    [2, 0],
  ]
  const later: Point[] = [
    [0.5, 1],
    [1, 0.5],
  ]
  const extent = extended(extended(undefined, first, first), later, later)
  t.deepEqual(extent, {
    ideal: [0, 0],
    worst: [2, 4],
    extremes: [
      [2, 0],
      [0, 4],
    ],
  })
})

test('the box becomes the unit cube, and an objective in which all agree 0', t => {
  const box = { ideal: [1, 10, 5], nadir: [3, 30, 5] }
  t.deepEqual(normalised([1, 10, 5], box), [0, 0, 0])
  t.deepEqual(normalised([3, 20, 5], box), [1, 0.5, 0])
})
