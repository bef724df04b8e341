import test from 'ava'
import fc from 'fast-check'
import { front, hypervolume, type Point } from '#src/pareto/index.js'
import { hypervolumeSubset, referenceOf } from '#src/search/tpe/hypervolume-subset.js'

const frontOf = (points: readonly Point[]): Point[] => front(points).map(i => points[i] as Point)

const fronts = (objectives: number): fc.Arbitrary<Point[]> =>
  fc
    .array(fc.array(fc.integer({ min: 0, max: 20 }), { minLength: objectives, maxLength: objectives }), {
      minLength: 1,
      maxLength: 12,
    })
    .map(frontOf)

for (const objectives of [2, 3, 4]) {
  test(`of ${objectives} losses, each point chosen adds as much hypervolume as any other could`, t => {
    const property = fc.property(fronts(objectives), fc.integer({ min: 1, max: 6 }), (points, size) => {
      const reference = referenceOf(points)
      const chosen = hypervolumeSubset(points, size, reference)
      t.is(new Set(chosen).size, Math.min(size, points.length))
      for (const [k, index] of chosen.entries()) {
        const before = chosen.slice(0, k)
        const volumeWith = (i: number): number =>
          hypervolume(
            [...before, i].map(j => points[j] as Point),
            reference,
          )
        const most = Math.max(...points.map((_, i) => volumeWith(i)))
        t.true(volumeWith(index) >= most * (1 - 1e-12))
      }
    })
    fc.assert(property, { numRuns: 100 })
  })
}

test('the reference lies a tenth beyond the worst of each loss, whatever its sign', t => {
  const reference = referenceOf([
    [10, -10, 0],
    [1, -20, 0],
  ])
  t.deepEqual(reference, [11, -9, Number.EPSILON])
})
