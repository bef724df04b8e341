import test from 'ava'
import { sampled } from '#src/experiments/analysis/course.js'
import { gains, meanGain, placeOf, yardOf } from '#src/experiments/analysis/yard.js'
import { minimize } from '#src/index.js'
import { lineOf, problemOf } from './runs.js'

const five = { losses: Float64Array.of(4, 1, Number.NaN, 2, 7), costsMs: new Float64Array(5).fill(1) }
const two = { f1: minimize('f1'), f2: minimize('f2') }

test('a part of the budget is the evaluation at which it is spent', t => {
  for (const evaluations of [1, 7, 50, 100, 200, 300, 1000])
    for (let hundredths = 1; hundredths <= 100; hundredths++) {
      const whole = Math.max(1, Math.ceil((hundredths * evaluations) / 100))
      t.is(placeOf(hundredths / 100, evaluations), whole - 1, `${hundredths}% of ${evaluations}`)
    }
})

test('evaluations are those of the budget: all of them, or a thousand, the last one among them', t => {
  const gridOf = (budget: object, evaluations = 10) =>
    yardOf(problemOf(), budget, [lineOf([[1, 5]], { evaluations })], []).evaluations
  t.deepEqual(gridOf({ trials: 3 }), [1, 2, 3])
  t.deepEqual(gridOf({ distinct: 4, seconds: 100 }), [1, 2, 3, 4])
  t.deepEqual(gridOf({ seconds: 3 }, 6), [1, 2, 3, 4, 5, 6])
  t.deepEqual([gridOf({ trials: 2500 }).length, gridOf({ trials: 2500 }).at(-1)], [1000, 2500])
  // In parts of measurements, which cells count before configurations.
  t.deepEqual(gridOf({ fullTrials: 2.5 }), [1, 2, 3])
  t.deepEqual(gridOf({ fullTrials: 0.5 }), [1])
  t.deepEqual(gridOf({ fullTrials: 2, distinct: 50 }), [1, 2])
})

test('where all answers are known, runs begin at the median and random search is the expectation', t => {
  const problem = problemOf({ population: five, optimum: 1 })
  const { optimum, optimumIsKnown, start, random, randomIs } = yardOf(problem, { distinct: 5 }, [lineOf([])], [])
  t.deepEqual([optimum, optimumIsKnown, start, randomIs], [1, true, 3, 'expected'])
  // One draw: the mean of the five, the median in the place of the failure. All: the optimum.
  t.true(Math.abs((random[0] as number) - (4 + 1 + 3 + 2 + 7) / 5) < 1e-12)
  t.true(Math.abs((random[4] as number) - 1) < 1e-12)
})

test('more evaluations than there are configurations leave random search at the optimum', t => {
  const yard = yardOf(problemOf({ population: five, optimum: 1 }), { trials: 7 }, [lineOf([])], [])
  t.deepEqual([...yard.random.subarray(4)], [1, 1, 1])
})

test('where little is known runs begin at the median of what they found first, and random search is the mean of its runs', t => {
  const lines = [
    lineOf([
      [1, 8],
      [3, 2],
    ]),
    lineOf([[2, 6]]),
    lineOf([[1, 3]], { agent: 'other' }),
    lineOf([], { agent: 'other' }),
  ]
  const yard = yardOf(problemOf(), { trials: 3 }, lines, lines.slice(0, 2))
  t.deepEqual([yard.start, yard.optimum, yard.optimumIsKnown, yard.randomIs], [6, 2, false, 'measured'])
  t.deepEqual([...yard.random], [7, 7, 4])
  const alone = yardOf(problemOf(), { trials: 3 }, lines, [])
  t.deepEqual([alone.randomIs, ...alone.random], ['unknown', 6, 6, 6])
})

test('runs that found nothing at all have a score of 0', t => {
  for (const problem of [problemOf(), problemOf({ objectives: two })]) {
    const yard = yardOf(problem, { trials: 3 }, [lineOf([])], [])
    const curve = sampled(yard.course(lineOf([])), 'evaluations', yard.evaluations)
    t.deepEqual([...curve], [0, 0, 0])
    t.is(meanGain(gains(yard, curve)), 0)
  }
})

test('a reference that is not known is a tenth of the range beyond the worst of all fronts', t => {
  const lines = [
    lineOf([
      // The second one replaces the first.
      [1, 9, 9],
      [2, 1, 4],
    ]),
    lineOf([[1, 3, 2]]),
  ]
  const made = yardOf(problemOf({ objectives: two }), { trials: 2 }, lines, [])
  t.deepEqual(made.reference, [3.2, 4.2])
  t.true(Math.abs(made.optimum + 2.2 * 0.2) < 1e-12)
  t.is(made.start, 0)
  const front = [
    [0, 5],
    [5, 0],
  ]
  t.deepEqual(yardOf(problemOf({ objectives: two, front }), { trials: 2 }, lines, []).reference, [5.5, 5.5])
  const reference = [10, 10]
  const known = yardOf(problemOf({ objectives: two, front, reference }), { trials: 2 }, lines, [])
  // A front is known by some of its points: more than theirs, 75, was found.
  t.deepEqual([known.reference, known.optimum, known.optimumIsKnown], [reference, -75, true])
})

test('a gain is the part of what is possible, and none where random search is at the optimum', t => {
  const random = Float64Array.of(9, 5, 1, 1 + 1e-14)
  const gain = gains({ random, optimum: 1, start: 9 }, Float64Array.of(9, 3, 1, 1))
  t.deepEqual([...gain], [0, 0.5, Number.NaN, Number.NaN])
  t.is(meanGain(gain), 0.25)
  t.is(meanGain(Float64Array.of(Number.NaN)), 0)
  t.deepEqual([...gains({ random: Float64Array.of(2), optimum: 2, start: 2 }, Float64Array.of(2))], [Number.NaN])
})
