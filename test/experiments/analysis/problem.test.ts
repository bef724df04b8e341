import test from 'ava'
import { problemSummary, targetOf } from '#src/experiments/analysis/problem.js'
import { yardOf } from '#src/experiments/analysis/yard.js'
import type { Problem } from '#src/experiments/index.js'
import type { ResultLine } from '#src/experiments/runs/results-file.js'
import { maximize, minimize } from '#src/index.js'
import { lineOf, problemOf } from './runs.js'

const summaryOf = (problem: Problem, lines: readonly ResultLine[], budget: object = { trials: 10 }) => {
  const yard = yardOf(problem, budget, lines, [])
  return problemSummary({ problem, budget, yard, runs: [{ agent: 'random', lines }], timeScores: [null] })
}
const ofAgent = (problem: Problem, lines: readonly ResultLine[], budget?: object) => {
  const [agent] = summaryOf(problem, lines, budget).agents
  if (!agent) throw new Error('expected an agent')
  return agent
}
const near = (a: number | undefined, b: number) => Math.abs((a ?? Number.NaN) - b) < 1e-5 * Math.max(1, Math.abs(b))

test('a target is a part of the performance of the optimum, above 0, at it and below it', t => {
  t.is(targetOf(0.5, { optimum: 3, start: 9 }), 6)
  t.is(targetOf(0.9, { optimum: -10, start: 9 }), -9)
  t.true(near(targetOf(0.9, { optimum: 0, start: 9 }), 0.9))
  t.true(near(targetOf(0.9, { optimum: 1e-15, start: 9 }), 0.9))
  t.is(targetOf(0.9, { optimum: 0, start: 0 }), 0)
})

test('hits, the expected evaluations and the median are those of censored runs', t => {
  const lines = [
    lineOf([[4, 10]]),
    lineOf([
      [1, 20],
      [7, 10.9],
    ]),
    lineOf([[2, 12]]),
    // Ended early.
    lineOf([[1, 30]], { evaluations: 5 }),
  ]
  const { targets } = ofAgent(problemOf({ optimum: 10 }), lines)
  t.deepEqual(
    targets.map(({ hits, runs }) => [hits, runs]),
    [
      [2, 4],
      [1, 4],
      [1, 4],
    ],
  )
  t.true(near(targets[0]?.value, 10 / 0.9))
  // 4 + 7 + 10 + 5 over two hits; survival 3/4 after 4, 3/8 after 7.
  t.is(targets[0]?.expectedEvaluations, 13)
  t.is(targets[0]?.medianEvaluations, 7)
  t.is(targets[1]?.expectedEvaluations, 29)
  t.is(targets[1]?.medianEvaluations, null)
})

test('without a hit neither is told, and a run that never succeeds counts with all that it spent', t => {
  const { targets, best, scores } = ofAgent(problemOf({ optimum: 10 }), [lineOf([]), lineOf([[3, 50]])])
  for (const { hits, expectedEvaluations, medianEvaluations } of targets)
    t.deepEqual([hits, expectedEvaluations, medianEvaluations], [0, null, null])
  t.is(best?.value, 50)
  t.is(scores[0], 0)
  const all = ofAgent(problemOf({ optimum: 10 }), [lineOf([]), lineOf([[3, 10]])])
  t.is(all.targets[0]?.expectedEvaluations, 13)
  t.is(ofAgent(problemOf(), [lineOf([])]).best, null)
})

test('values are in the direction of the objective', t => {
  const problem = problemOf({ objectives: { y: maximize('y') }, optimum: -100 })
  const lines = [
    lineOf([
      [1, -20],
      [2, -95],
    ]),
  ]
  const { optimum, randomCurve } = summaryOf(problem, lines)
  t.deepEqual([optimum, randomCurve[0]], [100, 20])
  const { curve, targets, milestones, best } = ofAgent(problem, lines)
  t.deepEqual(curve.mean.slice(0, 3), [20, 95, 95])
  t.deepEqual(
    targets.map(({ value, hits, expectedEvaluations }) => [value, hits, expectedEvaluations]),
    [
      [90, 1, 2],
      [95, 1, 2],
      [99, 0, null],
    ],
  )
  t.deepEqual([milestones[3]?.mean.value, best?.value], [95, 95])
})

test('milestones are at a tenth, a quarter, a half and all of the budget, a run that ended before keeping its last', t => {
  const lines = [
    lineOf([
      [1, 8],
      [5, 4],
      [10, 2],
    ]),
    lineOf([[2, 6]], { evaluations: 3 }),
  ]
  const { milestones, timeCurve } = ofAgent(problemOf({ optimum: 0 }), lines)
  t.deepEqual(
    milestones.map(({ evaluations, mean, median }) => [evaluations, mean.value, median.value]),
    // Runs begin at 7, the median of what they found first.
    [
      [1, 7.5, 7.5],
      [3, 7, 7],
      [5, 5, 5],
      [10, 4, 4],
    ],
  )
  t.is(timeCurve.at(-1), 4)
})

test('a single run has its own values for intervals', t => {
  const { score, scores, milestones, curve } = ofAgent(problemOf({ optimum: 0 }), [lineOf([[1, 4]])])
  t.deepEqual([score.low, score.high], [scores[0], scores[0]])
  t.deepEqual(milestones[0]?.median, { value: 4, low: 4, high: 4 })
  t.deepEqual(curve.low, curve.high)
})

test('a budget of seconds is looked at by the evaluations of the longest run', t => {
  const { evaluations, seconds } = summaryOf(problemOf(), [lineOf([[1, 4]]), lineOf([], { evaluations: 12 })], {
    seconds: 12,
  })
  t.deepEqual([evaluations.at(0), evaluations.at(-1), seconds.at(-1)], [1, 12, 12])
})

test('parts of measurements count as parts', t => {
  const line = lineOf(
    [
      [1.5, 9],
      [2.25, 3],
    ],
    { evaluations: 2.5 },
  )
  const { curve, targets } = ofAgent(problemOf({ optimum: 3 }), [line], { fullTrials: 2.5 })
  t.deepEqual(curve.mean, [9, 9, 3])
  t.is(targets[2]?.expectedEvaluations, 2.25)
})

test('the distance to the front is that of all runs, or is not told', t => {
  const problem = problemOf({ objectives: { a: minimize('a'), b: minimize('b') }, front: [[0, 0]], reference: [9, 9] })
  const line = lineOf([[1, 3, 4]])
  t.deepEqual(ofAgent(problem, [line, line]).igdPlus, { value: 5, low: 5, high: 5 })
  t.is(ofAgent(problem, [line, lineOf([])]).igdPlus, null)
  t.is(ofAgent(problem, [line]).milestones[0]?.mean.value, 30)
  t.is(ofAgent(problem, [line]).best, null)
})
