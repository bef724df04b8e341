import test from 'ava'
import { upperMean } from '#src/agents/bandits/kl-ucb.js'
import { type AgentFactory, epsilonGreedy, klUcb, thompson, ucb1, ucbV } from '#src/agents/index.js'
import { defineSpace, integer, makeRng, type Space } from '#src/index.js'
import { contextFor, measured, request, transition } from '../loop.js'

/** Coins: chances of a reward of 1. */
const coins = [0.9, 0.8, 0.6, 0.5, 0.3]
const best = Math.max(...coins)
const space = defineSpace({ arm: integer(0, coins.length - 1) }) as unknown as Space
const pulls = 4000
const runs = 25

/** d(p, q), as in Lai and Robbins. */
const divergence = (p: number, q: number): number => p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q))
/** What the regret of a consistent policy grows by for each unit of ln t, at the least. */
const laiRobbins = coins.reduce((sum, p) => sum + (p === best ? 0 : (best - p) / divergence(p, best)), 0)

/** Mean regret after half of the pulls and after all. */
const regret = async (factory: AgentFactory): Promise<{ half: number; all: number }> => {
  let [half, all] = [0, 0]
  for (let run = 0; run < runs; run++) {
    const rng = makeRng(`coins/${run}`)
    const agent = await factory(contextFor(space, run, 1))
    for (let n = 0; n < pulls; n++) {
      const [suggestion] = await agent.ask([request(n)])
      if (suggestion === undefined) throw new Error('expected a suggestion')
      const chance = coins[suggestion.action.config.arm as number] as number
      const reward = rng.next() < chance ? 1 : 0
      await agent.tell([transition(n, suggestion, measured([-reward]), reward)])
      all += (best - chance) / runs
      if (n < pulls / 2) half += (best - chance) / runs
    }
  }
  return { half, all }
}

// Factors of the Lai-Robbins constant times ln t, about 1.5 times what was seen with these seeds; UCB1's is proven for 8 ln t / gap^2 alone.
const policies: Readonly<Record<string, readonly [AgentFactory, factor: number]>> = {
  'KL-UCB': [klUcb(), 1.5],
  'Thompson sampling': [thompson(), 4],
  'UCB-V': [ucbV(), 8],
  UCB1: [ucb1(), 8],
}

for (const [name, [factory, factor]] of Object.entries(policies))
  test(`the regret of ${name} grows with the logarithm of the pulls, and is at most ${factor} times the bound of Lai and Robbins`, async t => {
    const { half, all } = await regret(factory)
    t.log(
      `regret ${all.toFixed(1)}, ${(all / (laiRobbins * Math.log(pulls))).toFixed(2)} times the bound; in the second half ${(all - half).toFixed(1)}`,
    )
    t.true(all <= factor * laiRobbins * Math.log(pulls), `${all}`)
    // Growing as ln t, the second half would add ln 2 / ln(t / 2), a tenth; growing as t, as much as the first.
    t.true(all - half <= 0.35 * half, `${half}, ${all}`)
  })

test('the regret of epsilon-greedy grows with the pulls', async t => {
  const { half, all } = await regret(epsilonGreedy())
  t.log(`regret ${all.toFixed(1)}; in the second half ${(all - half).toFixed(1)}`)
  // A tenth of the pulls, over 2,000 pulls, at the mean gap.
  const meanGap = coins.reduce((sum, p) => sum + (best - p) / coins.length, 0)
  t.true(all - half >= 0.8 * 0.1 * (pulls / 2) * meanGap, `${half}, ${all}`)
})

test('the upper mean of KL-UCB is where the divergence is spent', t => {
  for (const [mean, most] of [
    [0.2, 0.1],
    [0.5, 0.01],
    [0.9, 0.5],
  ] as const) {
    const q = upperMean(mean, most)
    t.true(q > mean && q < 1)
    t.true(Math.abs(divergence(mean, q) - most) < 1e-9)
  }
  t.true(Math.abs(upperMean(0, 0.7) - (1 - Math.exp(-0.7))) < 1e-9)
})
