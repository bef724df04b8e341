import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import { hypervolume } from '#src/pareto/index.js'
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

for (const m of [2, 3, 4, 5, 6]) {
  test(`a Monte-Carlo estimate in ${m} objectives lies within five of its standard errors`, t => {
    const points = simplex(30, m)
    const exact = hypervolume(points, new Array<number>(m).fill(1))
    const rng = makeRng(2)
    const n = 20_000
    let hits = 0
    for (let i = 0; i < n; i++) {
      const sample = Array.from({ length: m }, () => rng.next())
      if (points.some(point => point.every((x, k) => x <= (sample[k] as number)))) hits++
    }
    t.true(Math.abs(exact - hits / n) < 5 * Math.sqrt((exact * (1 - exact)) / n), `${exact} against ${hits / n}`)
  })
}
