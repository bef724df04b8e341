import test from 'ava'
import { makeRng } from '#src/core/index.js'
import type { Ranked } from '#src/search/nsga2/individual.js'
import { survive } from '#src/search/nsga2/survival.js'
import { tournamentsOf } from '#src/search/nsga2/tournament.js'

const individual = (trial: number, losses: number[] | null, violation = 0) => ({ trial, config: {}, losses, violation })

test('whole fronts survive, then the least crowded of the next, then the infeasible, and trials without losses last', t => {
  const population = [
    individual(0, null),
    individual(1, [0, 0], 2),
    individual(2, [9, 9], 1),
    individual(3, [1, 11]), // second front: 3, 4, 5, 6
    individual(4, [4, 8]),
    individual(5, [5, 7]),
    individual(6, [11, 1]),
    individual(7, [0, 4]), // first front: 7, 8
    individual(8, [4, 0]),
  ]
  const trials = (size: number): number[] =>
    survive(population, size)
      .map(({ trial }) => trial)
      .sort((a, b) => a - b)
  t.deepEqual(trials(2), [7, 8])
  t.deepEqual(trials(4), [3, 6, 7, 8])
  // By hand: 4 has (5 - 1 + 11 - 7) / 10 = 0.8, 5 has (11 - 4 + 8 - 1) / 10 = 1.4.
  t.deepEqual(trials(5), [3, 5, 6, 7, 8])
  t.deepEqual(trials(7), [2, 3, 4, 5, 6, 7, 8])
  t.deepEqual(trials(8), [1, 2, 3, 4, 5, 6, 7, 8])
  t.is(survive(population, 20).length, 9)
})

test('two that only crowd each other do not both go', t => {
  // Sums of both gaps by hand: 8.4, 8 and 11.6 for trials 1 to 3. Once 2 is gone they are 16 for 1 and 12 for 3.
  const line = [0, 4, 4.2, 8, 10].map((x, trial) => individual(trial, [x, 10 - x]))
  t.deepEqual(
    survive(line, 3).map(({ trial }) => trial),
    [0, 1, 4],
  )
})

const ranked = (trial: number, losses: number[] | null, crowding: number, violation = 0): Ranked => ({
  ...individual(trial, losses, violation),
  rank: 0,
  crowding,
})

test('a tournament prefers the one that dominates, constraints first, then the larger crowding distance', t => {
  const winnerOf = (a: Ranked, b: Ranked): number => tournamentsOf([a, b], makeRng(3)).winner().trial
  t.is(winnerOf(ranked(0, [1, 1], Infinity), ranked(1, [0, 1], 0.5)), 1)
  t.is(winnerOf(ranked(0, [0, 1], 0.5), ranked(1, [1, 1], Infinity)), 0)
  t.is(winnerOf(ranked(0, [0, 0], Infinity, 1), ranked(1, [9, 9], 0.5)), 1)
  t.is(winnerOf(ranked(0, [9, 9], 0.5, 1), ranked(1, [0, 0], Infinity, 2)), 0)
  t.is(winnerOf(ranked(0, null, Infinity), ranked(1, [9, 9], 0.5, 2)), 1)
  t.is(winnerOf(ranked(0, [0, 1], 0.5), ranked(1, [1, 0], 2)), 1)
  t.is(winnerOf(ranked(0, [0, 1], 2), ranked(1, [1, 0], 0.5)), 0)
})

test('every parent takes part once before one takes part again: the best always wins, the worst never, also after saving', t => {
  const parents = [3, 1, 0, 2, 5, 4].map((loss, trial) => ranked(trial, [loss], 1))
  for (let seed = 0; seed < 50; seed++) {
    const rng = makeRng(seed)
    const before = tournamentsOf(parents, rng)
    const first = before.winner().trial
    const after = tournamentsOf(parents, rng, before.save())
    const winners = new Set([first, after.winner().trial, after.winner().trial])
    t.is(winners.size, 3)
    t.true(winners.has(2))
    t.false(winners.has(4))
  }
})
