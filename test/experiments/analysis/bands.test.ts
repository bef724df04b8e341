import test from 'ava'
import { bandOf } from '#src/experiments/analysis/bands.js'
import { makeRng } from '#src/index.js'

const run = (...values: number[]): Float64Array => Float64Array.of(...values)

test('a band of a single run is that run', t => {
  t.deepEqual(bandOf([[run(3, 1)]], makeRng(1)), { mean: [3, 1], low: [3, 1], high: [3, 1] })
})

test('problems count alike, however many runs they have', t => {
  t.deepEqual(bandOf([[run(1), run(1), run(1)], [run(5)]], makeRng(1)).mean, [3])
})

test('what does not exist is left out: of the runs, of the problems, and is 0 where nothing is left', t => {
  const none = Number.NaN
  const { mean } = bandOf([[run(1, 1, none), run(3, none, none)], [run(none, 7, none)]], makeRng(1))
  t.deepEqual(mean, [2, 4, 0])
})

test('the band is as wide as the bootstrap of the mean has it', t => {
  const rng = makeRng(2)
  const values = Array.from({ length: 30 }, () => rng.normal(0, 1))
  const { mean, low, high } = bandOf([values.map(value => run(value))], rng)
  const center = values.reduce((sum, value) => sum + value, 0) / 30
  const spread = Math.sqrt(values.reduce((sum, value) => sum + (value - center) ** 2, 0)) / 30
  t.true(Math.abs((mean[0] as number) - center) < 1e-12)
  t.true(Math.abs(((high[0] as number) - (low[0] as number)) / (2 * 1.96 * spread) - 1) < 0.2)
})

test('no runs make no band', t => {
  t.deepEqual(bandOf([], makeRng(1)), { mean: [], low: [], high: [] })
})
