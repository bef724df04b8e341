import test from 'ava'
import fc from 'fast-check'
import { crowdingDistances } from '#src/pareto/index.js'
import { pointLists } from './points.js'

test('an inner point is as crowded as the box between its neighbours is small', t => {
  // Ranges are 10 and 10. Inner points, by hand: (4 - 0 + 10 - 4) / 10, (10 - 1 + 7 - 0) / 10.
  const points = [
    [0, 10],
    [1, 7],
    [4, 4],
    [10, 0],
  ]
  t.deepEqual(crowdingDistances(points), [
    Infinity,
    (4 - 0) / 10 + (10 - 4) / 10,
    (10 - 1) / 10 + (7 - 0) / 10,
    Infinity,
  ])
})

test('one and two points are all ends', t => {
  t.deepEqual(crowdingDistances([[1, 2]]), [Infinity])
  t.deepEqual(
    crowdingDistances([
      [1, 2],
      [2, 1],
    ]),
    [Infinity, Infinity],
  )
  t.deepEqual(crowdingDistances([]), [])
})

test('an objective in which all points agree adds nothing', t => {
  t.deepEqual(
    crowdingDistances([
      [0, 5],
      [1, 5],
      [2, 5],
    ]),
    [Infinity, 1, Infinity],
  )
})

test('the scale of an objective does not matter', t => {
  fc.assert(
    fc.property(pointLists(1, 4), points => {
      const scaled = points.map(point => point.map((x, i) => 1024 * x * 2 ** i))
      t.deepEqual(crowdingDistances(scaled), crowdingDistances(points))
    }),
  )
})
