import test from 'ava'
import { makeRng } from '#src/core/index.js'
import type { Individual } from '#src/search/nsga2/individual.js'
import { survive } from '#src/search/nsga3/survival.js'

const individual = (trial: number, losses: readonly number[] | null, violation = 0): Individual => ({
  trial,
  config: { x: trial },
  losses,
  violation,
})
const directions = [
  [1, 0],
  [Math.SQRT1_2, Math.SQRT1_2],
  [0, 1],
]
const trialsOf = (individuals: readonly Individual[], size: number): number[] =>
  survive(individuals, size, directions, undefined, makeRng(1))
    .survivors.map(({ trial }) => trial)
    .sort((a, b) => a - b)

test('of the front that does not fit, those survive that are nearest to directions of their own', t => {
  const front = [
    individual(0, [0, 10]),
    individual(1, [10, 0]),
    individual(2, [1, 9]),
    individual(3, [9, 1]),
    individual(4, [5, 5.2]),
    individual(5, [6, 4]),
    individual(6, [11, 11]),
  ]
  t.deepEqual(trialsOf(front, 3), [0, 1, 4])
})

test('feasible ones come first, then the less infeasible, those without losses last', t => {
  const mixed = [
    individual(0, null),
    individual(1, [0, 0], 2),
    individual(2, [5, 5]),
    individual(3, [1, 1], 1),
    individual(4, [9, 9]),
  ]
  t.deepEqual(trialsOf(mixed, 1), [2])
  t.deepEqual(trialsOf(mixed, 3), [2, 3, 4])
  t.deepEqual(trialsOf(mixed, 4), [1, 2, 3, 4])
  const { survivors, extent } = survive(
    [individual(0, null), individual(1, [0, 0], 2)],
    2,
    directions,
    undefined,
    makeRng(1),
  )
  t.deepEqual(
    survivors.map(({ trial }) => trial),
    [1, 0],
  )
  t.is(extent, undefined, 'what is infeasible says nothing about the place of the front')
})
