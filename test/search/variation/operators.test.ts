import test from 'ava'
import fc from 'fast-check'
import { makeRng } from '#src/core/index.js'
import type { Ranked } from '#src/search/nsga2/individual.js'
import { survive } from '#src/search/nsga2/survival.js'
import { tournament } from '#src/search/nsga2/tournament.js'
import { polynomial } from '#src/search/variation/polynomial.js'
import { simulatedBinary } from '#src/search/variation/simulated-binary.js'

const place = fc.double({ min: 0, max: 1, noNaN: true })
const draws = 20_000

/** Whether a share of `draws` agrees with its probability within five standard errors. */
const agrees = (hits: number, p: number): boolean => Math.abs(hits / draws - p) < 5 * Math.sqrt((p * (1 - p)) / draws)

test('children of simulated binary crossover and mutants stay within the bounds', t => {
  fc.assert(
    fc.property(place, place, fc.integer(), (a, b, seed) => {
      const rng = makeRng(seed)
      const values = [simulatedBinary(a, b, 15, rng), polynomial(a, 20, rng)]
      return values.every(value => value >= 0 && value <= 1)
    }),
  )
  t.pass()
})

test('a child lies between its parents as often as the bounded spread factor says', t => {
  const rng = makeRng(1)
  const [a, b, eta] = [0.3, 0.7, 2]
  // Deb's bounded form: P(spread <= 1) = 1 / alpha, alpha = 2 - beta^-(eta + 1), beta = 1 + 2 * room / gap; the room is
  // the same 0.3 on both sides.
  const alpha = 2 - (1 + (2 * 0.3) / 0.4) ** -(eta + 1)
  let between = 0
  for (let i = 0; i < draws; i++) {
    const child = simulatedBinary(a, b, eta, rng)
    if (child >= a && child <= b) between++
  }
  t.true(agrees(between, 1 / alpha), `${between / draws} against ${1 / alpha}`)
})

test('equal parents have equal children', t => {
  t.is(simulatedBinary(0.25, 0.25, 15, makeRng(1)), 0.25)
})

test('mutation goes either way with equal chance, and a step of d as often as its density says', t => {
  const rng = makeRng(2)
  const [at, eta, d] = [0.5, 4, 0.1]
  // Half of the mass lies on each side; within it, P(step > d) = ((1 - d)^n - (1 - at)^n) / (1 - (1 - at)^n), n = eta + 1.
  const n = eta + 1
  const far = ((1 - d) ** n - (1 - at) ** n) / (1 - (1 - at) ** n)
  const steps = Array.from({ length: draws }, () => polynomial(at, eta, rng) - at)
  t.true(agrees(steps.filter(step => step > 0).length, 0.5))
  t.true(agrees(steps.filter(step => Math.abs(step) > d).length, far))
})

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

test('the tournament prefers the lower rank, then the larger crowding distance', t => {
  const rng = makeRng(3)
  const ranked = (trial: number, rank: number, crowding: number): Ranked => ({
    ...individual(trial, [0]),
    rank,
    crowding,
  })
  const parents = [ranked(0, 1, Infinity), ranked(1, 0, 0.5), ranked(2, 0, 2)]
  const wins = [0, 0, 0]
  for (let i = 0; i < draws; i++) {
    const { trial } = tournament(parents, rng)
    wins[trial] = (wins[trial] as number) + 1
  }
  // The best of two picks with replacement among three: 5/9, 3/9, 1/9.
  t.true(agrees(wins[2] as number, 5 / 9) && agrees(wins[1] as number, 3 / 9) && agrees(wins[0] as number, 1 / 9))
})
