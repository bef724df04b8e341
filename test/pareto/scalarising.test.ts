import test from 'ava'
import fc from 'fast-check'
import {
  augmentedTchebycheff,
  boundaryIntersection,
  dominates,
  type Point,
  tchebycheff,
  weightedSum,
} from '#src/pareto/index.js'
import { pointPair } from './points.js'

test('worked by hand: distances 2 and 4 by weights 3 and 1', t => {
  t.is(weightedSum([2, 4], [3, 1]), 10)
  t.is(tchebycheff([2, 4], [3, 1]), 6)
  t.is(augmentedTchebycheff([2, 4], [3, 1]), 6 + 0.05 * 10)
  // (6 + 4) / sqrt(10) along the direction, and sqrt(20 - 10) beside it.
  const along = 10 / Math.sqrt(10)
  t.true(Math.abs(boundaryIntersection([2, 4], [3, 1]) - (along + 5 * Math.sqrt(10))) < 1e-12)
  t.true(Math.abs(boundaryIntersection([6, 2], [3, 1]) - Math.sqrt(40)) < 1e-6, 'on the direction')
})

test('a dominated point is never better, and worse for the weighted sum and the augmented function', t => {
  fc.assert(
    fc.property(pointPair, ([a, b]) => {
      const weights = a.map((_, m) => m + 1)
      if (!dominates(a, b)) return true
      return (
        tchebycheff(a, weights) <= tchebycheff(b, weights) &&
        weightedSum(a, weights) < weightedSum(b, weights) &&
        augmentedTchebycheff(a, weights) < augmentedTchebycheff(b, weights)
      )
    }),
  )
  t.pass()
})

test('of a concave front the weighted sum finds the ends alone, Tchebycheff any point', t => {
  const front: Point[] = Array.from({ length: 91 }, (_, degrees) => [
    Math.cos((degrees * Math.PI) / 180),
    Math.sin((degrees * Math.PI) / 180),
  ])
  const bestBy = (of: (point: Point, weights: Point) => number, weights: Point): number =>
    front.reduce((best, point, i) => (of(point, weights) < of(front[best] as Point, weights) ? i : best), 0)
  for (const share of [0.1, 0.3, 0.6, 0.8]) {
    const weights = [share, 1 - share]
    t.true([0, 90].includes(bestBy(weightedSum, weights)))
    // The best one has share * cos = (1 - share) * sin.
    const degrees = (Math.atan2(share, 1 - share) * 180) / Math.PI
    t.true(Math.abs(bestBy(tchebycheff, weights) - degrees) <= 1)
  }
})
