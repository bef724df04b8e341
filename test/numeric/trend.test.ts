import test from 'ava'
import { makeRng, type Rng } from '#src/core/index.js'
import { lastingGrowth, normalTail, theilSenSlope, upwardTrend } from '#src/numeric/index.js'

test('the slope is that of a line through it, whatever a few values do', t => {
  t.is(theilSenSlope([1, 3, 5, 7]), 2)
  t.is(theilSenSlope([1, 3, 500, 7, 9, 11, -300, 15, 17]), 2)
  t.is(theilSenSlope([4, 4, 4]), 0)
})

/** All orders of the values. */
const orders = (values: readonly number[]): number[][] =>
  values.length === 0
    ? [[]]
    : values.flatMap((value, i) => orders(values.filter((_, j) => j !== i)).map(rest => [value, ...rest]))

const score = (values: readonly number[]): number =>
  values.reduce((sum, a, i) => sum + values.slice(i + 1).reduce((s, b) => s + Math.sign(b - a), 0), 0)

for (const values of [
  [1, 2, 3, 4, 5, 6, 7],
  [1, 1, 2, 3, 3, 3, 4],
]) {
  test(`a trend is as unlikely as the orders of ${values.join(' ')} say: their variance is exact, ties included`, t => {
    const all = orders(values).map(score)
    const variance = all.reduce((sum, s) => sum + s * s, 0) / all.length
    const best = score(values)
    t.is(upwardTrend(values), normalTail((best - 1) / Math.sqrt(variance)))
    t.is(upwardTrend([...values].reverse()), normalTail((1 - best) / Math.sqrt(variance)))
  })
}

test('from 8 values on the normal approximation is good', t => {
  const scores = orders([1, 2, 3, 4, 5, 6, 7, 8]).map(score)
  for (const series of [
    [1, 2, 3, 4, 5, 6, 7, 8],
    [1, 2, 3, 4, 8, 7, 6, 5],
    [4, 3, 2, 1, 8, 7, 6, 5],
    [1, 8, 2, 7, 3, 6, 4, 5],
  ]) {
    const exact = scores.filter(s => s >= score(series)).length / scores.length
    t.true(Math.abs(upwardTrend(series) - exact) < 0.01)
  }
})

test('what stays the same has no trend', t => {
  t.is(upwardTrend([5, 5, 5, 5]), 1)
  t.deepEqual(lastingGrowth(Array.from({ length: 40 }, () => 5)), { slope: 0, pValue: 1 })
})

/** How often the growth of 40 values is called lasting at a level of 0.01. */
const alarms = (seed: string, series: (rng: Rng) => number[], checks = 1000): number => {
  const rng = makeRng(seed)
  let count = 0
  for (let i = 0; i < checks; i++) if (lastingGrowth(series(rng)).pValue < 0.01) count++
  return count / checks
}
const forty = (value: (i: number) => number): number[] => Array.from({ length: 40 }, (_, i) => value(i))

test('noise, a single step and values that depend on those before are called growth in at most 1 series of 100', t => {
  t.true(alarms('noise', rng => forty(() => rng.normal())) <= 0.01)
  t.true(alarms('step', rng => forty(i => rng.normal() + (i > 17 ? 10 : 0))) <= 0.01)
  const walk = (keep: number) => (rng: Rng) => {
    let level = 0
    return forty(() => (level = keep * level + rng.normal()))
  }
  t.true(alarms('dependent', walk(0.8)) <= 0.01)
  t.true(alarms('random walk', walk(1)) <= 0.01)
  // What compiled code and caches do: now and then a bit more.
  const creeping = (rng: Rng) => {
    let level = 0
    return forty(() => (level += rng.next() < 0.05 ? rng.next() : 0))
  }
  t.true(alarms('creeping', creeping) <= 0.01)
})

test('growth of one standard deviation a value is found in 49 of 50 series of 40', t => {
  t.true(alarms('power', rng => forty(i => i + rng.normal())) > 0.98)
})
