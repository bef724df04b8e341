import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import { type Point, referenceDirections, rieszDirections, simplexLattice, twoLayerLattice } from '#src/pareto/index.js'

const sum = (point: Point): number => point.reduce((total, part) => total + part, 0)
const distance = (a: Point, b: Point): number => Math.hypot(...a.map((part, m) => part - (b[m] as number)))

/** How far each point is from the nearest other one, the least first. */
const gaps = (points: readonly Point[]): number[] =>
  points
    .map((point, i) => Math.min(...points.filter((_, j) => j !== i).map(other => distance(point, other))))
    .sort((a, b) => a - b)

const binomial = (n: number, k: number): number => (k === 0 ? 1 : (binomial(n - 1, k - 1) * n) / k)

test('the lattice of four partitions of three objectives is that of Das and Dennis', t => {
  t.deepEqual(
    simplexLattice(3, 4).map(point => point.map(part => 4 * part)),
    [
      [0, 0, 4],
      [0, 1, 3],
      [0, 2, 2],
      [0, 3, 1],
      [0, 4, 0],
      [1, 0, 3],
      [1, 1, 2],
      [1, 2, 1],
      [1, 3, 0],
      [2, 0, 2],
      [2, 1, 1],
      [2, 2, 0],
      [3, 0, 1],
      [3, 1, 0],
      [4, 0, 0],
    ],
  )
})

test('a lattice has C(H + M - 1, M - 1) points whose parts add up to 1, neighbours sqrt(2) / H apart', t => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), fc.integer({ min: 1, max: 7 }), (objectives, partitions) => {
      const lattice = simplexLattice(objectives, partitions)
      const nearest = gaps(lattice)
      return (
        lattice.length === Math.round(binomial(partitions + objectives - 1, objectives - 1)) &&
        lattice.every(point => Math.abs(sum(point) - 1) < 1e-12 && Math.min(...point) >= 0) &&
        [nearest[0], nearest.at(-1)].every(gap => Math.abs((gap as number) - Math.SQRT2 / partitions) < 1e-12)
      )
    }),
    { numRuns: 30 },
  )
  t.pass()
})

test('the inner layer is the lattice drawn in half-way to the centre', t => {
  const layers = twoLayerLattice(3, 2, 1)
  t.deepEqual(layers.slice(0, 6), simplexLattice(3, 2))
  const [near, far] = [1 / 6, 4 / 6]
  const inner = [
    [near, near, far],
    [near, far, near],
    [far, near, near],
  ]
  layers.slice(6).forEach((point, i) => {
    t.true(distance(point, inner[i] as Point) < 1e-12)
  })
})

test('the numbers of directions of Deb and Jain 2014, table I, are those that fit', t => {
  const table = [
    [3, 91],
    [5, 210],
    [8, 156],
    [10, 275],
    [15, 135],
  ] as const
  for (const [objectives, points] of table) {
    const directions = referenceDirections(objectives, points)
    t.is(directions.length, points)
    t.is(new Set(directions.map(String)).size, points)
    t.true(
      directions.some(direction => Math.min(...direction) > 0),
      'some lie between all objectives',
    )
    t.true(referenceDirections(objectives, points - 1).length < points)
    // The next larger design is another one, so that a few points more change nothing.
    t.is(referenceDirections(objectives, points + 5).length, points)
  }
})

test('directions sweep two objectives evenly, and of one objective there is one', t => {
  t.deepEqual(referenceDirections(2, 5), [
    [0, 1],
    [0.25, 0.75],
    [0.5, 0.5],
    [0.75, 0.25],
    [1, 0],
  ])
  t.deepEqual(referenceDirections(1, 10), [[1]])
  t.throws(() => referenceDirections(3, 2), {
    code: 'InvalidAgent',
    message: 'expected at least as many directions as objectives (3), got 2',
  })
})

test('any number of Riesz directions lie on the simplex with the corners among them, the same for the same seed', t => {
  for (const [objectives, points] of [
    [2, 7],
    [3, 20],
    [4, 13],
    [3, 2],
  ] as const) {
    const directions = rieszDirections(objectives, points, makeRng(1))
    t.is(directions.length, points)
    for (const direction of directions) {
      t.true(Math.abs(sum(direction) - 1) < 1e-12)
      t.true(Math.min(...direction) >= 0)
    }
    t.is(directions.filter(direction => Math.max(...direction) === 1).length, Math.min(objectives, points))
    t.deepEqual(rieszDirections(objectives, points, makeRng(1)), directions)
  }
})

test('Riesz directions come as close to even as a lattice of as many points, where there is one', t => {
  // The lattice of 21 points of three objectives has gaps of .2828. Measured over seeds 1 to 10: .2807 to .2831.
  const even = Math.SQRT2 / 5
  for (let seed = 1; seed <= 3; seed++) {
    const nearest = gaps(rieszDirections(3, 21, makeRng(seed)))
    t.true((nearest[0] as number) > 0.98 * even, `${nearest[0]}`)
    t.true((nearest.at(-1) as number) < 1.02 * even, `${nearest.at(-1)}`)
  }
})
