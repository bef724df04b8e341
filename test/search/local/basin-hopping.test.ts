import test from 'ava'
import { type Config, makeRng, ParetuneError } from '#src/core/index.js'
import { basinHopping } from '#src/search/index.js'
import { adapted } from '#src/search/local/basin-hopping.js'
import { movesOf } from '#src/search/moves.js'
import { choice, defineSpace, integer, real } from '#src/space/index.js'
import { contextFor, loop, measured } from '../../agents/loop.js'
import { testFunction } from '../../problems/functions.js'
import { gapsOf } from '../../problems/reach.js'

test('a step grows where a hop was accepted and shrinks where not, by as much with a target of one half', t => {
  t.is(adapted(0.3, false, 0.5), 0.3 * 0.9)
  t.is(adapted(0.3, true, 0.5), 0.3 / 0.9)
  t.is(adapted(0.9, true, 0.01), 1)
  t.is(adapted(0.001, false, 0.5), 0.001)
})

test('it stays the same on average where the target is met', t => {
  // One of four accepted.
  const after = [true, false, false, false].reduce((reach, isAccepted) => adapted(reach, isAccepted, 0.25), 0.2)
  t.true(Math.abs(after - 0.2) < 1e-12)
})

test('a hop displaces every parameter, ordered ones by the step at most, and at least one of them', t => {
  const space = defineSpace({ x: real(0, 1), y: real(0, 1), n: integer(0, 100), mode: choice('a', 'b', 'c') })
  const moves = movesOf({ space, rng: makeRng(1), isKnown: () => false })
  const home = { x: 0.5, y: 0.5, n: 50, mode: 'a' }
  const hops = Array.from({ length: 400 }, () => moves.displaced(home, 0.2))
  for (const { x, y, n } of hops) {
    t.true([x, y, Number(n) / 100].every(value => Math.abs(Number(value) - 0.5) <= 0.2))
    t.true(x !== 0.5 && y !== 0.5)
  }
  const changed = hops.filter(({ mode }) => mode !== 'a').length
  // Five standard errors around a fifth.
  t.true(Math.abs(changed / 400 - 0.2) < 5 * Math.sqrt((0.2 * 0.8) / 400), String(changed))
  const discrete = defineSpace({ n: integer(0, 4), mode: choice('a', 'b') })
  const small = movesOf({ space: discrete, rng: makeRng(1), isKnown: () => false })
  for (let i = 0; i < 50; i++) t.notDeepEqual(small.displaced({ n: 2, mode: 'a' }, 0.01), { n: 2, mode: 'a' })
})

test('the walk goes from one local minimum to another: every hop starts where no neighbour is better', async t => {
  const space = defineSpace({ x: integer(0, 60), y: integer(0, 60) })
  const lossOf = ({ x, y }: Config): number => (Number(x) % 9) + (Number(y) % 7) + Math.abs(Number(x) - 30) / 10
  const { trials } = await loop(basinHopping({ start: 5 }), contextFor(space, 2, 1), 300, config => ({
    outcome: measured([lossOf(config)]),
  }))
  const homes = trials.flatMap(({ suggestion }) => {
    const from = suggestion.reason?.match(/kicked from trial (\d+)/)?.[1]
    return from === undefined ? [] : [trials[Number(from)]?.config as Config]
  })
  t.true(homes.length > 10)
  for (const home of homes)
    for (const near of space.neighbours(home as never, 'mixed')) t.true(lossOf(near) >= lossOf(home))
  t.true(new Set(homes.map(space.fingerprint)).size > 3)
})

test("it comes within 0.1 of Ackley's minimum in five dimensions within 500 evaluations", async t => {
  // Measured: 10 of 10 seeds, median 134. SciPy 1.17.1's basinhopping with L-BFGS-B and a step of 0.25 in the same box: median above 20,000.
  const problem = testFunction('ackley 5 real')
  const seeds = Array.from({ length: 10 }, (_, seed) => seed)
  const gaps = await gapsOf(basinHopping(), problem, 500, seeds)
  t.true(gaps.filter(gap => gap < 0.1).length >= 8, gaps.join(' '))
})

test('options out of range are refused by name', t => {
  for (const [options, message] of [
    [{ step: 0 }, /basinHopping: expected a number in \[0.001, 1\] for `step`, got 0/],
    [{ target: 1 }, /basinHopping: expected a number in \[0.01, 0.99\] for `target`, got 1/],
    [{ temperature: -1 }, /basinHopping: expected a number of at least 0 for `temperature`, got -1/],
  ] as const)
    t.throws(() => basinHopping(options), { instanceOf: ParetuneError, message })
})
