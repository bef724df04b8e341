import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { maxSobolDimension, sobolSequence } from '#src/numeric/index.js'

test('its points are those of the published direction numbers, as SciPy draws them', t => {
  // scipy.stats.qmc.Sobol(337, scramble=False, bits=32).random(1024), SciPy 1.17.1: some coordinates of some points, times 2048.
  const columns = [0, 1, 2, 9, 36, 160, 161, 336]
  const rows: Readonly<Record<number, readonly number[]>> = {
    0: [0, 0, 0, 0, 0, 0, 0, 0],
    1: [1024, 1024, 1024, 1024, 1024, 1024, 1024, 1024],
    2: [1536, 512, 512, 1536, 512, 1536, 512, 512],
    7: [256, 1280, 768, 1792, 768, 256, 768, 1280],
    100: [848, 528, 1584, 1424, 2000, 560, 1232, 1936],
    1023: [2, 1542, 1254, 1742, 1930, 1438, 134, 334],
  }
  const pointAt = sobolSequence(maxSobolDimension)
  for (const [index, row] of Object.entries(rows)) {
    const point = pointAt(Number(index))
    t.deepEqual(
      columns.map(column => (point[column] as number) * 2048),
      row,
    )
  }
})

for (const seed of [undefined, 1, 2, 3]) {
  const what = seed === undefined ? 'plain' : `scrambled (seed ${seed})`
  test(`${what}: each of 2^k intervals of each coordinate holds one of 2^k points, wherever their block begins`, t => {
    const pointAt = sobolSequence(maxSobolDimension, seed === undefined ? undefined : makeRng(seed))
    for (const [first, n] of [
      [0, 64],
      [192, 64],
      [512, 512],
    ] as const) {
      const points = Array.from({ length: n }, (_, i) => pointAt(first + i))
      for (let d = 0; d < maxSobolDimension; d++) {
        t.is(new Set(points.map(point => Math.floor((point[d] as number) * n))).size, n, `coordinate ${d}`)
      }
    }
  })

  test(`${what}: the first two coordinates put one of 64 points in each box of area 1/64`, t => {
    const pointAt = sobolSequence(2, seed === undefined ? undefined : makeRng(seed))
    const points = Array.from({ length: 64 }, (_, i) => pointAt(i))
    for (let k = 0; k <= 6; k++) {
      const [wide, high] = [2 ** k, 2 ** (6 - k)]
      const boxes = points.map(([x = 0, y = 0]) => Math.floor(x * wide) * high + Math.floor(y * high))
      t.is(new Set(boxes).size, 64)
    }
  })
}

test('scrambled, each point is uniform over seeds, and the mean of a smooth function has a tenth of the error of random points', t => {
  const [seeds, n] = [200, 256]
  const bins = new Array<number>(8).fill(0)
  const f = (point: Iterable<number>): number => [...point].reduce((product, x) => product * (0.5 + x), 1)
  let [ours, theirs] = [0, 0]
  for (let seed = 0; seed < seeds; seed++) {
    const rng = makeRng(seed)
    const pointAt = sobolSequence(4, rng)
    for (const x of pointAt(0)) bins[Math.floor(8 * x)] = (bins[Math.floor(8 * x)] as number) + 1
    const mean = (pointOf: (i: number) => Iterable<number>): number =>
      Array.from({ length: n }, (_, i) => f(pointOf(i))).reduce((sum, y) => sum + y, 0) / n
    ours += (mean(pointAt) - 1) ** 2
    theirs += (mean(() => [rng.next(), rng.next(), rng.next(), rng.next()]) - 1) ** 2
  }
  const expected = (4 * seeds) / 8
  const chiSquared = bins.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  // 7 degrees of freedom: 24.3 is passed by one in a thousand.
  t.true(chiSquared < 24.3, `${bins}`)
  t.true(Math.sqrt(ours) < Math.sqrt(theirs) / 10, `${Math.sqrt(ours / seeds)} against ${Math.sqrt(theirs / seeds)}`)
})

test('more dimensions than there are direction numbers are refused', t => {
  t.throws(() => sobolSequence(338), { instanceOf: RangeError, message: 'expected 1 to 337 dimensions, got 338' })
})
