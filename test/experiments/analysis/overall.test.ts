import test from 'ava'
import { hitsOf } from '#src/experiments/analysis/overall.js'
import { yardOf } from '#src/experiments/analysis/yard.js'
import type { ResultLine } from '#src/experiments/runs/results-file.js'
import { lineOf, problemOf } from './runs.js'

/** The part of the targets hit after each of ten evaluations; the optimum is 0 and runs begin at 2. */
const hits = (lines: readonly ResultLine[]): readonly number[] => {
  const problem = problemOf({
    optimum: 0,
    population: { losses: Float64Array.of(0, 1, 2, 3, 4), costsMs: new Float64Array(5) },
  })
  const budget = { trials: 10 }
  const yard = yardOf(problem, budget, lines, [])
  const runs = [{ agent: 'a', lines }]
  return hitsOf([{ problem, budget, yard, runs, timeScores: [null] }], 0).filter((_, i) => i % 5 === 4)
}

test('no target is hit before the first success, and none by a run without one', t => {
  t.deepEqual(hits([lineOf([])]), new Array(10).fill(0))
  t.deepEqual(hits([lineOf([[3, 0]])]), [0, 0, 1, 1, 1, 1, 1, 1, 1, 1])
})

test('gaps of 1 and of a half hit the first target and the first four of 31', t => {
  const first = 1 / 31
  const four = 4 / 31
  const curve = hits([
    lineOf([
      [2, 3],
      [4, 2],
      [6, 1],
    ]),
  ])
  for (const [i, part] of [0, 0, 0, first, first, four, four, four, four, four].entries())
    t.true(Math.abs((curve[i] as number) - part) < 1e-6, `${i}: ${curve[i]}`)
})

test('what was hit stays hit where what looks best turns out to be worse', t => {
  const curve = hits([
    lineOf([
      [2, 0],
      [4, 3],
    ]),
  ])
  t.deepEqual(curve, [0, 1, 1, 1, 1, 1, 1, 1, 1, 1])
})
