import test from 'ava'
import { simplexLattice } from '#src/pareto/index.js'
import { frameOf, idealWith, neighbourhoods, replaces, scalariseBy } from '#src/search/moead/decomposition.js'
import type { Individual } from '#src/search/nsga2/individual.js'

const individual = (losses: readonly number[] | null, violation = 0): Individual => ({
  trial: 0,
  config: {},
  losses,
  violation,
})

test('the neighbours of weights are themselves and those nearest to them', t => {
  const near = neighbourhoods(simplexLattice(2, 4), 3).map(indices => [...indices].sort())
  t.deepEqual(near, [
    [0, 1, 2],
    [0, 1, 2],
    [1, 2, 3],
    [2, 3, 4],
    [2, 3, 4],
  ])
})

test('losses are seen from the ideal point in parts of the ranges of the feasible individuals', t => {
  t.deepEqual(idealWith(undefined, individual([3, 8])), [3, 8])
  t.deepEqual(idealWith([3, 8], individual([5, 2])), [3, 2])
  t.deepEqual(idealWith([3, 8], individual([0, 0], 1)), [3, 8])
  t.is(idealWith(undefined, individual(null)), undefined)
  const frame = frameOf([1, 2], [individual([3, 2]), individual([1, 2]), individual([9, 9], 1), individual(null), null])
  t.deepEqual(frame, { ideal: [1, 2], ranges: [2, 1] })
  t.is(frameOf([1, 2], [individual([3, 2], 1), null]), undefined)
})

test('the three methods on losses that are 0.5 and 0.25 of their ranges from the ideal point', t => {
  const frame = { ideal: [1, 10], ranges: [2, 40] }
  const losses = [2, 20]
  t.is(scalariseBy('weightedSum', 5, frame)(losses, [0.4, 0.6]), 0.4 * 0.5 + 0.6 * 0.25)
  t.is(scalariseBy('tchebycheff', 5, frame)(losses, [0.4, 0.6]), 0.4 * 0.5)
  const along = (0.5 + 0.25) / Math.SQRT2
  const beside = 0.25 / Math.SQRT2
  t.true(Math.abs(scalariseBy('pbi', 3, frame)(losses, [0.5, 0.5]) - (along + 3 * beside)) < 1e-12)
})

test('for Tchebycheff a loss without weight still tells a dominated point from the one that dominates it', t => {
  const scalarise = scalariseBy('tchebycheff', 5, { ideal: [0, 0], ranges: [1, 1] })
  t.true(scalarise([0, 0.5], [1, 0]) < scalarise([0, 0.6], [1, 0]))
})

test('a newcomer replaces what has no losses, what is more infeasible, and what is not better for the subproblem', t => {
  const first = ([loss = 0]: readonly number[]): number => loss
  const isReplaced = (newcomer: Individual, old: Individual | null): boolean => replaces(newcomer, old, first)
  t.true(isReplaced(individual(null), null))
  t.true(isReplaced(individual([9], 5), individual(null)))
  t.false(isReplaced(individual(null), individual(null)))
  t.false(isReplaced(individual(null), individual([9], 5)))
  t.true(isReplaced(individual([9], 1), individual([1], 2)))
  t.true(isReplaced(individual([9]), individual([1], 2)))
  t.false(isReplaced(individual([1], 2), individual([9])))
  t.false(isReplaced(individual([1], 2), individual([9], 2)))
  t.true(isReplaced(individual([1]), individual([1])))
  t.false(isReplaced(individual([2]), individual([1])))
})
