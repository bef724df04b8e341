import test from 'ava'
import fc from 'fast-check'
import { kneeDistances, tradeOffs } from '#src/pareto/index.js'
import { simplex } from './points.js'

// Ranges are 10 and 100: the middle point is (1/5, 1/5) when scaled.
const bent = [
  [0, 100],
  [2, 20],
  [10, 0],
]

test('the point of a front that bulges most is the farthest from the line through the ends', t => {
  t.deepEqual(kneeDistances(bent), [0, (1 - 0.4) / Math.SQRT2, 0])
})

test('points on the hyperplane through the corners have no distance from it, points beyond it a negative one', t => {
  const corners = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ]
  for (const distance of kneeDistances([...corners, ...simplex(50, 3)])) t.true(Math.abs(distance) < 1e-15)
  t.true((kneeDistances([...corners, [0.5, 0.5, 0.5]])[3] as number) < 0)
})

test('going from a knee to another point loses several times what is gained', t => {
  // By hand: 0.8 lost for 0.2 gained from the middle; 0.2 for 0.8 from either end to the middle.
  const [first, knee, last] = tradeOffs(bent) as [number, number, number]
  t.true(Math.abs(knee - 4) < 1e-12)
  t.true(Math.abs(first - 0.25) < 1e-12 && Math.abs(last - 0.25) < 1e-12)
})

test('a point alone has no distance and nothing to trade', t => {
  t.deepEqual(tradeOffs([[1, 2]]), [Infinity])
  t.deepEqual(kneeDistances([]), [])
})

test('the unit of an objective does not matter', t => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 4 }), fc.integer(), (m, seed) => {
      const points = simplex(10, m, seed)
      const scaled = points.map(point => point.map((loss, k) => 1024 * loss * 2 ** k))
      t.deepEqual(kneeDistances(scaled), kneeDistances(points))
      t.deepEqual(tradeOffs(scaled), tradeOffs(points))
    }),
  )
})
