import test from 'ava'
import { makeRng } from '#src/core/index.js'
import { interquartileMean, mad, mean, median, medianInterval, quantile, std } from '#src/numeric/index.js'

const upTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i + 1)

test('quantiles are type 7: linear between order statistics', t => {
  // Position (n - 1) p = 3 * 0.25 = 0.75 between the first and second of 15, 20, 35, 40: 15 + 0.75 * 5.
  t.is(quantile([40, 15, 35, 20], 0.25), 18.75)
  t.is(quantile([40, 15, 35, 20], 0), 15)
  t.is(quantile([40, 15, 35, 20], 1), 40)
  t.is(quantile([7], 0.99), 7)
  t.is(quantile([], 0.5), Number.NaN)
})

test('median, mean, MAD and standard deviation of a sample worked out by hand', t => {
  // 1 1 2 2 4 6 9: median 2, deviations 1 1 0 0 2 4 7, whose median is 1.
  const samples = [1, 1, 2, 2, 4, 6, 9]
  t.is(median(samples), 2)
  t.is(mad(samples), 1)
  t.is(mean([2, 4, 4, 4, 5, 5, 7, 9]), 5)
  // Squares about the mean 5: 9 + 1 + 1 + 1 + 0 + 0 + 4 + 16 = 32, over n - 1 = 7.
  t.is(std([2, 4, 4, 4, 5, 5, 7, 9]), Math.sqrt(32 / 7))
  t.is(std([3]), 0)
})

test('the interquartile mean leaves a quarter out at either end, rounded down', t => {
  // 9 samples: two are left out below, two above. SciPy's trim_mean with 0.25 says the same.
  t.is(interquartileMean([1, 2, 3, 4, 5, 6, 7, 100, 9]), 5)
  t.is(interquartileMean([5, 1, 4]), 10 / 3)
  t.is(interquartileMean([8, -100, 100, 6]), 7)
  t.is(interquartileMean([]), Number.NaN)
})

test('the interval of the median is exact for few samples', t => {
  // n = 10: P(B < 2) = (1 + 10) / 1024, P(B < 3) = (1 + 10 + 45) / 1024 = 0.0547 > 0.025, so k = 2: [x(2), x(9)].
  t.deepEqual(medianInterval(upTo(10)), { low: 2, high: 9, level: 1 - 22 / 1024 })
  // n = 6: P(B < 1) = 1/64 <= 0.025 < P(B < 2) = 7/64, so k = 1: [min, max].
  t.deepEqual(medianInterval(upTo(6)), { low: 1, high: 6, level: 1 - 2 / 64 })
  // n = 25: P(B < 8) = 0.0216 <= 0.025 < P(B < 9) = 0.0539, so k = 8: [x(8), x(18)]; the same pair as in tables of the sign test.
  const { low, high } = medianInterval(upTo(25))
  t.deepEqual([low, high], [8, 18])
})

test('with too few samples the interval is the whole range and says that it falls short', t => {
  t.deepEqual(medianInterval([3, 1, 2]), { low: 1, high: 3, level: 1 - 2 / 8 })
  t.deepEqual(medianInterval([4]), { low: 4, high: 4, level: 0 })
})

test('for many samples the interval approaches its normal limit', t => {
  // k is about n/2 - 1.96 sqrt(n) / 2: 5000 - 98 for n = 10000.
  const { low, high, level } = medianInterval(upTo(10_000))
  t.true(Math.abs(low - 4902) <= 1)
  t.is(high, 10_001 - low)
  t.true(level >= 0.95 && level < 0.952)
})

test('the interval covers the true median as often as its level says', t => {
  const rng = makeRng('coverage')
  const [n, runs] = [15, 4000]
  let covered = 0
  let level = 0
  for (let i = 0; i < runs; i++) {
    // Exponential, median ln 2: skewed as latencies are.
    const interval = medianInterval(Array.from({ length: n }, () => -Math.log(1 - rng.next())))
    level = interval.level
    if (interval.low <= Math.LN2 && Math.LN2 <= interval.high) covered++
  }
  t.true(Math.abs(covered / runs - level) < 4 * Math.sqrt((level * (1 - level)) / runs))
})
