import test from 'ava'
import { Ranks } from '#src/agents/bandits/ranks.js'
import { valueArmsOf } from '#src/agents/bandits/value-arms.js'
import { factoredBandit, thompson, ucb1 } from '#src/agents/index.js'
import { type Config, choice, defineSpace, integer, makeRng, ordinal, real, type Space } from '#src/index.js'
import { random } from '#src/search/index.js'
import { domainsOf } from '#src/space/index.js'
import { contextFor, loop, measured } from '../loop.js'

const space = defineSpace({
  kind: choice('a', 'b', 'c', 'd'),
  tile: ordinal(8, 16, 32, 64, 128),
  unroll: integer(1, 32),
  rate: real(0, 1),
}) as unknown as Space

/** 0 at kind c, tile 32, unroll 20 and rate 0.3. */
const loss = ({ kind, tile, unroll, rate }: Config): number =>
  (kind === 'c' ? 0 : 1) +
  Math.abs(Math.log2(Number(tile) / 32)) / 2 +
  Math.abs(Number(unroll) - 20) / 16 +
  Math.abs(Number(rate) - 0.3)

const bestOf = async (factory: Parameters<typeof loop>[0], seed: number): Promise<number> => {
  const { trials } = await loop(factory, contextFor(space, seed, 1), 150, config => ({
    outcome: measured([loss(config)]),
    reward: -loss(config),
  }))
  return Math.min(...trials.map(({ config }) => loss(config)))
}

for (const [name, factory] of [
  ['KL-UCB on ranks', factoredBandit()],
  ['Thompson sampling on ranks', factoredBandit({ policy: thompson({ prior: 'beta' }) })],
  ['UCB1 on rewards', factoredBandit({ policy: ucb1(), credit: 'reward', parts: 8 })],
] as const)
  test(`bandits of single parameters, ${name}, find better configurations than random search, on each of ten seeds but two`, async t => {
    let better = 0
    for (let seed = 0; seed < 10; seed++) if ((await bestOf(factory, seed)) < (await bestOf(random(), seed))) better++
    t.true(better >= 8, `${better}`)
  })

test('ranks count what is no better, ties as half', t => {
  const ranks = new Ranks()
  t.deepEqual(
    [5, 7, 6, 5, -1e9].map(reward => ranks.add(reward)),
    [0.5, 0.75, 0.5, (0.5 + 0.5) / 4, 0.1].map((_, i) => [0.5, 1.5 / 2, 1.5 / 3, 1 / 4, 0.5 / 5][i]),
  )
  const again = new Ranks(ranks.save())
  t.is(again.add(1e9), 5.5 / 6)
})

test('each value is an arm, and each part of a long scale', t => {
  const domains = domainsOf(space)
  const [kind, tile, unroll, rate] = domains.map(domain => valueArmsOf(domain, 8))
  t.deepEqual([kind?.count, tile?.count, unroll?.count, rate?.count], [4, 5, 8, 8])
  t.is(tile?.armOf(32), 2)
  t.is(unroll?.armOf(1), 0)
  t.is(unroll?.armOf(32), 7)
  t.deepEqual(unroll?.armsAmong([1, 2, 32]), [0, 7])
  const rng = makeRng(1)
  for (let arm = 0; arm < 8; arm++) t.is(rate?.armOf(rate.draw(arm, undefined, rng)), arm)
  t.is(unroll?.draw(7, [1, 2, 32], rng), 32)
})
