import test from 'ava'
import { summarize } from '#src/profilers/index.js'

test('samples are summarized with their spread, in the order they came', t => {
  const samples = [100, 1, 2, 3, 4, 3]
  const summary = summarize(samples, 'ms')
  t.like(summary, { unit: 'ms', n: 6, median: 3, outliers: 1, samples, ciLow: 1, ciHigh: 100 })
  // Deviations from the median, sorted: 0 0 1 1 2 97. Only 97 is more than 3 * 1.4826 * 1.
  t.is(summary.mad, 1)
})

test('one sample has no spread, and none is refused', t => {
  t.like(summarize([5], 'W'), { n: 1, median: 5, p99: 5, mad: 0, std: 0, ciLow: 5, ciHigh: 5, outliers: 0 })
  t.throws(() => summarize([], 'ms'), { instanceOf: RangeError })
})
