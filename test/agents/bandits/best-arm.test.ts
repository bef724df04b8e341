import test from 'ava'
import { type BanditFactory, lucb, sequentialHalving } from '#src/agents/index.js'
import { choice, defineSpace } from '#src/index.js'
import { contextFor, loop, measured } from '../loop.js'
import { coin, type Game, normalArm, play } from './game.js'

const RUNS = 1000

/** Of 1,000 runs, how many did not end on the best arm, arm 0, and how many pulls they took on average. What a run ends on is the arm with the largest mean. */
const identify = (factory: BanditFactory, arms: Game['arms'], pulls: number) => {
  let [errors, total, unfinished] = [0, 0, 0]
  for (let run = 0; run < RUNS; run++) {
    const [sums, counts] = [new Float64Array(arms.length), new Float64Array(arms.length)]
    const watched = arms.map((arm, j): Game['arms'][number] => (rng, n) => {
      const reward = arm(rng, n)
      sums[j] = (sums[j] as number) + reward
      counts[j] = (counts[j] as number) + 1
      return reward
    })
    const pulled = play(factory, { arms: watched, pulls, seed: run })
    const means = sums.map((sum, j) => sum / (counts[j] as number))
    if (means.some((mean, j) => j > 0 && mean >= (means[0] as number))) errors++
    if (pulled.length === pulls) unfinished++
    total += pulled.length
  }
  return { errors, unfinished, pulls: total / RUNS }
}

for (const [name, factory, arms] of [
  ['coins', lucb({ delta: 0.1, range: 1 }), [0.7, 0.4, 0.3, 0.3].map(coin)],
  ['coins whose range it has to see', lucb({ delta: 0.1 }), [0.7, 0.4, 0.3, 0.3].map(coin)],
  ['normal arms', lucb({ delta: 0.1, range: 2 }), [3, 2, 2, 1].map(mean => normalArm(mean, 1))],
] as const)
  test(`LUCB stops by itself on ${name}, and errs in at most a tenth of 1,000 runs, as it was told`, t => {
    const { errors, unfinished, pulls } = identify(factory, arms, 20_000)
    t.log(`${errors} errors, ${pulls.toFixed(0)} pulls on average`)
    t.is(unfinished, 0)
    t.true(errors <= 100, `${errors}`)
  })

test('LUCB takes more pulls the surer it is to be and the nearer the arms are', t => {
  const pulls = (delta: number, second: number): number =>
    identify(lucb({ delta, range: 1 }), [0.8, second, 0.2].map(coin), 20_000).pulls
  const [plain, surer, nearer] = [pulls(0.1, 0.4), pulls(0.001, 0.4), pulls(0.1, 0.6)]
  t.true(surer > 1.15 * plain, `${plain}, ${surer}`)
  t.true(nearer > 2 * plain, `${plain}, ${nearer}`)
})

test('LUCB that may be off by epsilon stops sooner', t => {
  const pulls = (epsilon: number): number => identify(lucb({ range: 1, epsilon }), [0.6, 0.5].map(coin), 20_000).pulls
  t.true(pulls(0.2) < 0.3 * pulls(0), 'sooner')
})

test('sequential halving errs no more often than its bound says, and never goes over its budget', t => {
  const means = [0.9, 0.5, 0.5, 0.5]
  const budget = 1500
  // Karnin et al. 2013, theorem 4.1: 3 log2 K exp(-T / (8 H2 log2 K)), H2 = max i / gap_i^2.
  const [rounds, h2] = [Math.log2(means.length), means.length / 0.4 ** 2]
  const bound = 3 * rounds * Math.exp(-budget / (8 * h2 * rounds))
  const { errors, pulls } = identify(sequentialHalving({ pulls: budget }), means.map(coin), budget + 1)
  t.log(`${errors} errors in ${RUNS} runs, bound ${bound.toFixed(3)}; ${pulls} pulls`)
  t.true(bound < 0.2 && errors / RUNS <= bound, `${errors}`)
  t.true(pulls <= budget)
})

test('sequential halving gives each round an equal share, and the arms of a round alike', t => {
  // Arm 0 is the best, arm 3 the worst: rounds of 4 and 2 arms.
  const arms = [4, 3, 2, 1].map(mean => normalArm(mean, 0))
  const pulled = play(sequentialHalving(), { arms, pulls: 80, seed: 1 })
  const counts = [0, 1, 2, 3].map(j => pulled.filter(arm => arm === j).length)
  t.deepEqual(counts, [10 + 20, 10 + 20, 10, 10])
  t.is(pulled.length, 80)
})

test('once the arm is known nothing more is proposed, and the study can end', async t => {
  const space = defineSpace({ arm: choice('slow', 'fast') })
  const run = await loop(lucb({ range: 0.1 }), contextFor(space as never, 1, 1), 1000, ({ arm }) => {
    const time = arm === 'fast' ? 1 : 2
    return { outcome: measured([time]), reward: -time }
  })
  t.true(run.trials.length >= 2 && run.trials.length < 20, `${run.trials.length}`)
  t.deepEqual(await run.agent.ask([{ trial: 1000, slot: 0, observation: new Float32Array() }]), [undefined])
})

test('a single arm is known at once', t => {
  for (const factory of [lucb(), sequentialHalving()])
    t.true(play(factory, { arms: [coin(0.5)], pulls: 10, seed: 1 }).length <= 1)
})
