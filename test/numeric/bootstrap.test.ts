import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { bootstrapInterval, interquartileMean, median } from '#src/numeric/index.js'

test('the bootstrap covers the true ratio of two medians about as often as asked', t => {
  const rng = makeRng('bootstrap')
  const ratio = ([a = [], b = []]: readonly (readonly number[])[]): number => median(a) / median(b)
  const runs = 300
  let covered = 0
  for (let i = 0; i < runs; i++) {
    const groups = [2, 1].map(center => Array.from({ length: 40 }, () => rng.normal(center, center / 10)))
    const { low, high } = bootstrapInterval(groups, ratio, rng, { resamples: 300 })
    if (low <= 2 && 2 <= high) covered++
  }
  // Percentile intervals of medians err on the wide side; five standard errors below the level is a defect.
  t.true(covered / runs > 0.95 - 5 * Math.sqrt((0.95 * 0.05) / runs))
  t.true(covered < runs)
})

test('strata keep their sizes and their own values: a resample has each problem as often as the experiment has', t => {
  const table = [[1, 2, 3], [10], [20, 20]]
  const seen = new Set<number>()
  bootstrapInterval(
    table,
    groups => {
      t.deepEqual(
        groups.map(group => group.length),
        [3, 1, 2],
      )
      t.true(groups.every((group, g) => group.every(value => table[g]?.includes(value))))
      for (const value of groups[0] ?? []) seen.add(value)
      return 0
    },
    makeRng('strata'),
    { resamples: 50 },
  )
  t.deepEqual([...seen].sort(), [1, 2, 3])
})

test('the stratified interval of the interquartile mean is narrow where only problems differ', t => {
  // Runs of a problem are all alike: what differs between problems is no uncertainty.
  const same = bootstrapInterval(
    [1, 5, 9, 100].map(value => new Array<number>(6).fill(value)),
    groups => interquartileMean(groups.flat()),
    makeRng('narrow'),
    { resamples: 200 },
  )
  t.deepEqual(same, { low: 7, high: 7 })
})

test('the higher the level, the wider the interval; and the same seed draws the same', t => {
  const groups = [Array.from({ length: 30 }, (_, i) => (i * 7) % 31)]
  const at = (level: number, seed: string): { low: number; high: number } =>
    bootstrapInterval(groups, ([all = []]) => median(all), makeRng(seed), { level, resamples: 500 })
  const [narrow, wide] = [at(0.5, 'a'), at(0.99, 'a')]
  t.true(wide.low < narrow.low && narrow.high < wide.high)
  t.deepEqual(at(0.5, 'a'), narrow)
})
