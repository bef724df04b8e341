import test from 'ava'
import type { OperatorState } from '#src/agents/index.js'
import { type Config, choice, defineSpace, integer, makeRng, type Space } from '#src/index.js'
import {
  adjacentNeighbour,
  crossover,
  hammingNeighbour,
  mutation,
  remeasure,
  restart,
  standardOperators,
} from '#src/search/index.js'

const space = defineSpace(
  { tile: integer(1, 8), unroll: integer(1, 8), kind: choice('a', 'b', 'c') },
  { where: ['tile * unroll <= 32'] },
) as unknown as Space

/** A state in which `configs` were measured, the best first, and `known` beside them are known. */
const stateOf = (configs: readonly Config[], known: readonly Config[] = [], seed = 1): OperatorState => {
  const fingerprints = new Set([...configs, ...known].map(config => space.fingerprint(config)))
  const leaders = configs.map((config, trial) => ({ trial, config, reward: -trial, isMeasured: true }))
  return {
    space,
    rng: makeRng(seed),
    told: leaders,
    leaders,
    pending: [],
    isKnown: config => fingerprints.has(space.fingerprint(config)),
  }
}
const best: Config = { tile: 4, unroll: 4, kind: 'a' }
const second: Config = { tile: 1, unroll: 8, kind: 'c' }
const distance = (a: Config, b: Config): number => space.names.filter(name => a[name] !== b[name]).length

test('all operators propose valid configurations that are not known, or nothing', t => {
  const everything = [...space.enumerate()]
  for (const operator of standardOperators())
    for (let seed = 0; seed < 30; seed++) {
      const state = stateOf([best, second], everything.slice(0, 60), seed)
      const config = operator.propose(state)
      if (config === undefined) continue
      t.deepEqual(space.broken(config), [], operator.name)
      t.false(state.isKnown(config), operator.name)
    }
  for (const operator of standardOperators()) t.is(operator.propose(stateOf(everything)), undefined, operator.name)
})

test('without a measurement only a restart has a proposal', t => {
  for (const operator of [...standardOperators(), remeasure()])
    t.is(operator.propose(stateOf([])) !== undefined, operator.name === 'restart', operator.name)
  t.truthy(restart().propose(stateOf([])))
})

test('neighbours differ from the best in one parameter, adjacent ones by one step', t => {
  for (let seed = 0; seed < 30; seed++) {
    const adjacent = adjacentNeighbour().propose(stateOf([best, second], [], seed)) as Config
    t.is(distance(adjacent, best), 1)
    t.true(Math.abs(Number(adjacent.tile) - 4) <= 1 && Math.abs(Number(adjacent.unroll) - 4) <= 1)
    t.is(distance(hammingNeighbour().propose(stateOf([best, second], [], seed)) as Config, best), 1)
  }
})

test('where all neighbours of the best are known the next best one has its turn', t => {
  const around = space.neighbours(best, 'hamming')
  const proposed = hammingNeighbour().propose(stateOf([best, second], around)) as Config
  t.is(distance(proposed, second), 1)
})

test('a crossing has the values of its parents, unless it is known', t => {
  for (let seed = 0; seed < 30; seed++) {
    const state = stateOf([best, second, { tile: 2, unroll: 2, kind: 'b' }], [], seed)
    const child = crossover({ best: 2 }).propose(state) as Config
    const isMixed = space.names.every(name => child[name] === best[name] || child[name] === second[name])
    // Some crossings break the constraint and are repaired, or are a parent and are moved on.
    if (isMixed) t.true(distance(child, best) > 0 && distance(child, second) > 0)
  }
  t.is(crossover().propose(stateOf([best])), undefined)
})

test('a mutation starts from one of the best', t => {
  for (let seed = 0; seed < 20; seed++)
    t.true(distance(mutation({ best: 1 }).propose(stateOf([best, second], [], seed)) as Config, best) <= 1)
})

test('a re-measurement is of the best, and says that it repeats', t => {
  t.true(remeasure().repeat)
  t.deepEqual(remeasure().propose(stateOf([best, second])), best)
})

test('options out of range are named', t => {
  t.throws(() => crossover({ best: 1 }), { code: 'InvalidAgent' })
  t.throws(() => mutation({ best: 0 }), { code: 'InvalidAgent' })
})
