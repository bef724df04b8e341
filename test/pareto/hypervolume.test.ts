import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import { mean, std } from '#src/numeric/index.js'
import { estimateHypervolume, hypervolume } from '#src/pareto/index.js'
import { pointLists, simplex } from './points.js'

const reference = (m: number): number[] => new Array<number>(m).fill(7)

/** The integer points of `pointLists` dominate whole unit cells: count them. */
const countCells = (points: number[][], m: number): number => {
  let count = 0
  for (let cell = 0; cell < 7 ** m; cell++) {
    const corner = Array.from({ length: m }, (_, i) => Math.floor(cell / 7 ** i) % 7)
    if (points.some(point => point.every((x, i) => x <= (corner[i] as number)))) count++
  }
  return count
}

test('two boxes that overlap count their common part once', t => {
  t.is(
    hypervolume(
      [
        [1, 3],
        [2, 1],
      ],
      [4, 4],
    ),
    3 * 1 + 2 * 3 - 2 * 1,
  )
  t.is(hypervolume([[1, 1, 1]], [2, 3, 4]), 1 * 2 * 3)
})

test('points outside the reference add nothing', t => {
  t.is(hypervolume([], [1, 1]), 0)
  t.is(
    hypervolume(
      [
        [0, 1],
        [2, 0],
        [1, 0],
      ],
      [1, 1],
    ),
    0,
  )
  t.is(
    hypervolume(
      [
        [0.5, 0.5],
        [0, 1],
      ],
      [1, 1],
    ),
    0.25,
  )
})

test('on a grid it is the number of dominated cells, for 1 to 5 objectives', t => {
  fc.assert(
    fc.property(pointLists(1, 5, 12), points => {
      const m = (points[0] as number[]).length
      return hypervolume(points, reference(m)) === countCells(points, m)
    }),
    { numRuns: 60 },
  )
  t.pass()
})

test('one more objective in which all points agree multiplies the volume, so that every algorithm agrees with the others', t => {
  fc.assert(
    fc.property(pointLists(2, 5), points => {
      const m = (points[0] as number[]).length
      const lifted = points.map(point => [...point, 5])
      return hypervolume(lifted, reference(m + 1)) === 2 * hypervolume(points, reference(m))
    }),
  )
  t.pass()
})

test('the order of points does not matter, and another point never takes volume away', t => {
  fc.assert(
    fc.property(pointLists(2, 6), fc.integer(), (points, seed) => {
      const m = (points[0] as number[]).length
      const whole = hypervolume(points, reference(m))
      t.is(hypervolume(makeRng(seed).shuffle(points), reference(m)), whole)
      t.true(hypervolume(points.slice(1), reference(m)) <= whole)
    }),
  )
})

// moocore 0.3.2, `hypervolume(points, ref=[1.1] * m)`.
const moocore = {
  2: 0.686472449984541,
  3: 1.0528417087548854,
  4: 1.2598009895758118,
  5: 1.4324075575197883,
  6: 1.5919955774570238,
  7: 1.7812063932894813,
}
for (const [objectives, volume] of Object.entries(moocore)) {
  const m = Number(objectives)
  const ones = new Array<number>(m).fill(1.1)
  test(`of 50 points in ${m} objectives it is what a public reference implementation says`, t => {
    t.true(Math.abs(hypervolume(simplex(50, m), ones) - volume) < 1e-12)
  })

  test(`an estimate in ${m} objectives lies within five of its standard errors`, t => {
    const estimate = estimateHypervolume(simplex(50, m), ones, makeRng(1))
    t.true(Math.abs(estimate.volume - volume) < 5 * estimate.standardError, JSON.stringify(estimate))
    t.true(estimate.standardError < 0.01 * volume)
  })
}

test('a standard error is what estimates of many seeds differ by, and falls with the root of the samples', t => {
  const points = simplex(20, 3)
  const estimates = (samples: number) =>
    Array.from({ length: 200 }, (_, seed) => estimateHypervolume(points, [1, 1, 1], makeRng(seed), samples))
  for (const samples of [100, 400]) {
    const all = estimates(samples)
    const spread = std(all.map(({ volume }) => volume))
    const claimed = mean(all.map(({ standardError }) => standardError))
    // The standard deviation of 200 draws is known to a twentieth: four of these.
    t.true(Math.abs(spread / claimed - 1) < 0.2, `${spread} against ${claimed}`)
  }
  const error = (samples: number) => (estimates(samples)[0] as { standardError: number }).standardError
  t.true(Math.abs(error(400) / error(100) - 0.5) < 0.05)
})

test('an estimate of nothing is 0, and one that only hits still has an error', t => {
  t.deepEqual(estimateHypervolume([[2, 0]], [1, 1], makeRng(1)), { volume: 0, standardError: 0 })
  const { volume, standardError } = estimateHypervolume([[0, 0]], [1, 2], makeRng(1), 100)
  t.is(volume, 2)
  t.true(standardError > 0)
})
