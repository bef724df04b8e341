import test from 'ava'
import { areaScore, bestSoFar, yardstick } from '#src/experiments/index.js'
import { makeRng } from '#src/index.js'

test('the expectation of random search is that of all orders of drawing', t => {
  // Five rows, the third of which failed: all 120 orders.
  const losses = Float64Array.of(4, 1, Number.NaN, 2, 7)
  const { optimum, median, random } = yardstick({ losses }, 5)
  t.deepEqual([optimum, median], [1, 3])
  const sums = [0, 0, 0, 0, 0]
  let orders = 0
  const permute = (left: readonly number[], drawn: readonly number[]): void => {
    if (left.length > 0) {
      for (const row of left)
        permute(
          left.filter(other => other !== row),
          [...drawn, row],
        )
      return
    }
    orders++
    const times = drawn.map(row => (Number.isNaN(losses[row]) ? undefined : losses[row]))
    for (const [k, best] of bestSoFar(times, { optimum, median, random }).entries())
      sums[k] = (sums[k] as number) + best
  }
  permute([0, 1, 2, 3, 4], [])
  t.is(orders, 120)
  for (const [k, sum] of sums.entries()) t.true(Math.abs(sum / orders - (random[k] as number)) < 1e-12, `${k}`)
})

test('random search scores 0 on average, and the optimum at once scores 1', t => {
  const rng = makeRng(1)
  const losses = Float64Array.from({ length: 60 }, (_, row) => (row % 7 === 0 ? Number.NaN : 1 + 9 * rng.next()))
  const measure = yardstick({ losses }, 20)
  const runs = Array.from({ length: 20_000 }, () => {
    const rows = rng.shuffle([...losses.keys()]).slice(0, 20)
    return bestSoFar(
      rows.map(row => (Number.isNaN(losses[row]) ? undefined : losses[row])),
      measure,
    )
  })
  t.true(Math.abs(areaScore(runs, measure)) < 0.03, `${areaScore(runs, measure)}`)
  t.true(Math.abs(areaScore([new Float64Array(20).fill(measure.optimum)], measure) - 1) < 1e-12)
})

test('a run that ended early keeps its best, and one without success has the median', t => {
  const measure = yardstick({ losses: Float64Array.of(1, 2, 3) }, 3)
  t.deepEqual([...bestSoFar([3, 1], measure)], [3, 1, 1])
  t.deepEqual([...bestSoFar([undefined, undefined, 1], measure)], [2, 2, 1])
})
