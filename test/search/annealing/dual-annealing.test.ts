import test from 'ava'
import { type Outcome, ParetuneError } from '#src/core/index.js'
import { temperatureAt } from '#src/search/annealing/dual-annealing.js'
import { dualAnnealing } from '#src/search/index.js'
import { defineSpace, real } from '#src/space/index.js'
import { contextFor, failed, loop, measured } from '../../agents/loop.js'
import { testFunction } from '../../problems/functions.js'
import { gapsOf } from '../../problems/reach.js'

const plane = defineSpace({ x: real(0, 1), y: real(0, 1) })

/** By proposal: the trial that it is a visit or a neighbour of. */
const reasonsOf = async (options: Parameters<typeof dualAnnealing>[0], outcomes: readonly Outcome[]) => {
  const { trials } = await loop(dualAnnealing(options), contextFor(plane, 1, 1), outcomes.length, (_, trial) => ({
    outcome: outcomes[trial] as Outcome,
  }))
  return trials.map(({ suggestion }) => suggestion.reason?.replace(/ at temperature.*/, ''))
}

test("the temperature falls as in SciPy's", t => {
  // 5230 (2^1.62 - 1) / ((i + 2)^1.62 - 1), computed in Python.
  t.deepEqual(
    [0, 1, 10, 100, 1000].map(chain => temperatureAt(chain, 5230, 2.62).toPrecision(6)),
    ['5230.00', '2200.66', '197.155', '6.04739', '0.149231'],
  )
})

test('after a chain of two visits for each parameter that found a new best, a descent begins there', async t => {
  const outcomes = [5, 4, 9, 3, 9, 9, 9, 9].map(loss => measured([loss]))
  t.deepEqual(await reasonsOf({ start: 2, temperature: 100 }, outcomes), [
    'random',
    'random',
    'a visit from trial 1',
    'a visit from trial 1',
    'a visit from trial 3',
    'a visit from trial 3',
    'a neighbour of trial 3',
    'a neighbour of trial 3',
  ])
})

test('without descents, chain follows chain; failed and infeasible visits are never gone to', async t => {
  const outcomes = [
    measured([5]),
    measured([4]),
    failed,
    measured([1], 2),
    measured([3]),
    failed,
    measured([9]),
    failed,
  ]
  const reasons = await reasonsOf({ start: 2, temperature: 100, localSearch: false }, outcomes)
  t.deepEqual(reasons.slice(2), [
    'a visit from trial 1',
    'a visit from trial 1',
    'a visit from trial 1',
    'a visit from trial 4',
    'a visit from trial 4',
    'a visit from trial 4',
  ])
})

test('once it is cold it begins anew at random', async t => {
  const outcomes = Array.from({ length: 14 }, () => measured([1]))
  const reasons = await reasonsOf({ start: 2, localSearch: false, restart: 0.4 }, outcomes)
  // The temperatures are 1, 0.421 and 0.245 of the first: after two chains of four visits.
  t.deepEqual(
    reasons.map(reason => reason === 'random'),
    [
      ...[true, true],
      ...[false, false, false, false],
      ...[false, false, false, false],
      ...[true],
      ...[false, false, false],
    ],
  )
})

test("it finds the basin of Rastrigin's minimum in five dimensions within 4,000 evaluations", async t => {
  // Measured: 9 of 10 seeds, median 2,606 evaluations; SciPy 1.17.1, which descends by gradients: 20 of 20 seeds, median 1,693, in [0, 1]^5.
  const problem = testFunction('rastrigin 5 real')
  const seeds = Array.from({ length: 10 }, (_, seed) => seed)
  const gaps = await gapsOf(dualAnnealing(), problem, 4000, seeds)
  t.true(gaps.filter(gap => gap < 1e-2).length >= 7, gaps.join(' '))
})

test('options out of range are refused by name', t => {
  const refused = (options: Parameters<typeof dualAnnealing>[0], message: RegExp): void => {
    t.throws(() => dualAnnealing(options), { instanceOf: ParetuneError, message })
  }
  refused({ start: 1 }, /dualAnnealing: expected a whole number of at least 2 for `start`, got 1/)
  refused({ visit: 3 }, /dualAnnealing: expected a number in \[1.01, 2.99\] for `visit`, got 3/)
  refused({ accept: 2 }, /dualAnnealing: expected a number in \[-1000000000, 1\] for `accept`, got 2/)
  refused({ move: 'up' as never }, /dualAnnealing: expected one of first, steepest for `move`, got "up"/)
})
