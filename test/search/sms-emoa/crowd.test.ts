import test from 'ava'
import fc from 'fast-check'
import type { Individual } from '#src/search/nsga2/individual.js'
import { Crowd } from '#src/search/sms-emoa/crowd.js'

const individual = (losses: readonly number[] | null, violation = 0): Individual => ({
  trial: 0,
  config: {},
  losses,
  violation,
})
/** Which one is dropped. */
const leastOf = (individuals: readonly Individual[]): number => {
  const crowd = new Crowd(individuals)
  crowd.drop()
  const left = new Set(crowd.individuals)
  return individuals.findIndex(one => !left.has(one))
}
const leastOfLosses = (...losses: readonly (readonly number[])[]): number =>
  leastOf(losses.map(point => individual(point)))

test('one without losses goes first, then the most infeasible one', t => {
  const front = [individual([1, 2]), individual([2, 1])]
  t.is(leastOf([individual([9, 9], 3), individual(null), ...front, individual(null)]), 4)
  t.is(leastOf([individual([0, 0], 1), individual([9, 9], 3), ...front]), 1)
})

test('of several fronts it is the one of the last that most others dominate', t => {
  // (2.5, 4.5) is dominated by (1, 4) and (2, 2), (4.5, 1.5) by (4, 1) alone.
  t.is(leastOfLosses([2.5, 4.5], [1, 4], [2, 2], [4.5, 1.5], [4, 1]), 0)
  t.is(leastOfLosses([1, 4], [2, 2], [5, 5], [4, 1], [3, 3]), 2)
})

test('of one front it is the one that adds least to the hypervolume', t => {
  // By hand: 0.1 * 4.9 against 5 * 8.9.
  t.is(leastOfLosses([0, 10], [0.1, 9.9], [5, 1], [10, 0]), 1)
  // Three objectives: the last point lies close to the first one, and shares nearly all that it dominates.
  t.is(leastOfLosses([0, 1, 1], [1, 0, 1], [1, 1, 0], [0.05, 0.99, 1]), 3)
})

test('of two objectives the ends stay, however little they add', t => {
  // (0, 10) adds 0.001 * 10 before a reference of (20, 20), (5, 4.9) adds 5 * 0.1.
  t.is(leastOfLosses([0, 10], [0.001, 5], [5, 4.9], [10, 0]), 2)
})

test('of equal ones the last goes, also at an end', t => {
  t.is(leastOfLosses([0, 10], [5, 5], [5, 5], [10, 0]), 2)
  t.is(leastOfLosses([0, 10], [0, 10], [5, 5], [10, 0]), 1)
  t.is(leastOfLosses([1, 1], [1, 1]), 1)
})

test('one after the other, those are dropped that are dropped from a crowd made anew each time', t => {
  const points = fc.array(fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })), {
    minLength: 8,
    maxLength: 20,
  })
  fc.assert(
    fc.property(points, losses => {
      const all = losses.map((point, trial) => ({ ...individual(point, trial % 5 === 0 ? 1 : 0), trial }))
      const crowd = new Crowd(all.slice(0, 5))
      for (const next of all.slice(5)) {
        const anew = new Crowd([...crowd.individuals, next])
        crowd.add(next)
        crowd.drop()
        anew.drop()
        t.deepEqual(crowd.individuals, anew.individuals)
      }
    }),
  )
})
