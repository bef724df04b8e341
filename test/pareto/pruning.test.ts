import test from 'ava'
import fc from 'fast-check'
import { crowdingDistances, leastCrowded, type Point } from '#src/pareto/index.js'
import { pointLists, simplex } from './points.js'

test('of two points that only crowd each other one stays', t => {
  // Sums of both gaps by hand: 8.4, 8 and 11.6 for points 1 to 3. Once 2 is gone they are 16 for 1 and 12 for 3.
  const points = [0, 4, 4.2, 8, 10].map(x => [x, 10 - x])
  t.deepEqual(leastCrowded(points, 4).kept, [0, 1, 3, 4])
  t.deepEqual(leastCrowded(points, 3), { kept: [0, 1, 4], distances: [Infinity, 2, Infinity] })
})

/** By its definition, with everything computed anew for each point that goes. */
const vicinitiesOf = (points: readonly Point[], scale: readonly Point[]): number[] => {
  const bounds = (scale[0] as Point).map((_, m) => {
    const losses = scale.map(point => point[m] as number)
    return [Math.min(...losses), Math.max(...losses)] as const
  })
  const isEnd = (point: Point): boolean =>
    bounds.some(([low, high], m) =>
      [low, high].some(end => low < high && point === scale.find(other => other[m] === end)),
    )
  const square = (a: Point, b: Point): number =>
    bounds.reduce(
      (sum, [low, high], m) => sum + (low < high ? (((a[m] as number) - (b[m] as number)) / (high - low)) ** 2 : 0),
      0,
    )
  return points.map(point => {
    const others = points.filter(other => other !== point).map(other => square(point, other))
    if (isEnd(point) || others.length === 0) return Infinity
    return others
      .sort((a, b) => a - b)
      .slice(0, bounds.length)
      .reduce((product, next) => product * next, 1)
  })
}

test('of three objectives and more, those of the narrowest vicinities go one by one', t => {
  fc.assert(
    fc.property(pointLists(3, 5, 14), fc.integer({ min: 1, max: 14 }), (points, size) => {
      const left: Point[] = [...points]
      while (left.length > size) {
        const vicinities = vicinitiesOf(left, points)
        left.splice(vicinities.lastIndexOf(Math.min(...vicinities)), 1)
      }
      const { kept, distances } = leastCrowded(points, size)
      t.deepEqual(
        kept.map(i => points[i]),
        left,
      )
      t.deepEqual(distances, vicinitiesOf(left, points))
    }),
  )
})

test('what fits is kept as it is', t => {
  for (const m of [1, 2, 3]) t.deepEqual(leastCrowded(simplex(5, m), 5).kept, [0, 1, 2, 3, 4])
  t.deepEqual(leastCrowded(simplex(9, 2), 20).distances, crowdingDistances(simplex(9, 2)))
  t.deepEqual(leastCrowded([], 3), { kept: [], distances: [] })
  t.deepEqual(leastCrowded([[1, 2, 3]], 3), { kept: [0], distances: [Infinity] })
})
