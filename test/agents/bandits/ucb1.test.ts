import test from 'ava'
import { ucb1 } from '#src/agents/index.js'
import { type Config, makeRng } from '#src/core/index.js'
import { choice, defineSpace, integer, on } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../loop.js'

const arms = defineSpace({ arm: choice('a', 'b', 'c', 'd') })
const means: Readonly<Record<string, number>> = { a: 0.1, b: 0.9, c: 0.1, d: 0.2 }
const meanOf = (config: Config): number => means[config.arm as string] as number

const bernoulli = (seed: number) => {
  const rng = makeRng(`rewards/${seed}`)
  return (config: Config) => ({ outcome: measured([0]), reward: rng.next() < meanOf(config) ? 1 : 0 })
}

test('on Bernoulli arms the regret, averaged over seeds, stays under the bound of theorem 1', async t => {
  const [n, seeds] = [1000, 20]
  let regret = 0
  for (let seed = 0; seed < seeds; seed++) {
    const { trials } = await loop(ucb1(), contextFor(arms, seed), n, bernoulli(seed))
    for (const { config } of trials) regret += (0.9 - meanOf(config)) / seeds
  }
  const gaps = [0.8, 0.8, 0.7]
  const sum = (of: (gap: number) => number): number => gaps.reduce((total, gap) => total + of(gap), 0)
  // Auer, Cesa-Bianchi & Fischer 2002, theorem 1: 227 here, where uniform play loses 575.
  const bound = 8 * Math.log(n) * sum(gap => 1 / gap) + (1 + Math.PI ** 2 / 3) * sum(gap => gap)
  t.true(regret < bound, `${regret} against ${bound}`)
})

test('on Gaussian arms of any scale, failures among them, the best arm is pulled most for each of ten seeds', async t => {
  for (let seed = 0; seed < 10; seed++) {
    const rng = makeRng(`noise/${seed}`)
    const { trials } = await loop(ucb1(), contextFor(arms, seed), 400, (config, trial) =>
      trial % 10 === 9
        ? { outcome: failed, reward: -50 }
        : { outcome: measured([0]), reward: 1000 * meanOf(config) + rng.normal(0, 50) },
    )
    const pulls = new Map<unknown, number>()
    for (const { config } of trials) pulls.set(config.arm, (pulls.get(config.arm) ?? 0) + 1)
    const most = [...pulls].sort(([, a], [, b]) => b - a)[0]
    t.is(most?.[0], 'b')
  }
})

test('every arm is pulled once first, and each further pull is marked as a repeat', async t => {
  const { trials } = await loop(ucb1(), contextFor(arms), 10, bernoulli(1))
  t.deepEqual(
    trials.slice(0, 4).map(({ config }) => config.arm),
    ['a', 'b', 'c', 'd'],
  )
  t.deepEqual(
    trials.map(({ suggestion }) => suggestion.repeat ?? false),
    [...new Array(4).fill(false), ...new Array(6).fill(true)],
  )
})

test('pending pulls count, so that parallel slots spread over equal arms', async t => {
  const agent = await ucb1()(contextFor(arms))
  const asked = await agent.ask(Array.from({ length: 8 }, (_, i) => request(i)))
  const names = asked.map(suggestion => suggestion?.action.config.arm)
  t.deepEqual([...names].sort(), ['a', 'a', 'b', 'b', 'c', 'c', 'd', 'd'])
})

test('the next pull follows from the index of the paper', async t => {
  const agent = await ucb1()(contextFor(arms))
  const first = await agent.ask([0, 1, 2, 3].map(request))
  const rewards = [0, 10, 4, 9.9]
  await agent.tell(first.flatMap((s, i) => (s ? [transition(i, s, measured([0]), rewards[i])] : [])))
  // Rescaled means 0, 1, .4, .99, one pull each. The bonus sqrt(2 ln n / n_j) is equal at n = 4: b.
  const [fifth] = await agent.ask([request(4)])
  t.is(fifth?.action.config.arm, 'b')
  // With b pending (n = 5, n_b = 2): b 1 + sqrt(ln 5) = 2.27, d .99 + sqrt(2 ln 5) = 2.78.
  const [sixth] = await agent.ask([request(5)])
  t.is(sixth?.action.config.arm, 'd')
})

test('it learns from what the caller measured', async t => {
  const agent = await ucb1({ exploration: 0 })(contextFor(arms))
  const rewards: readonly (readonly [string, number])[] = [
    ['a', 1],
    ['b', 2],
    ['c', 9],
    ['d', 3],
  ]
  await agent.tell(rewards.map(([arm, reward], i) => byCaller(i, { arm }, measured([0]), reward)))
  const [suggestion] = await agent.ask([request(4)])
  t.deepEqual([suggestion?.action.config.arm, suggestion?.repeat], ['c', true])
})

test('saving does not tie the agent to the state that it was made from', async t => {
  const { agent } = await loop(ucb1(), contextFor(arms), 5, bernoulli(1))
  const state = await agent.save()
  const before = JSON.stringify(state)
  await loop(ucb1(), { ...contextFor(arms), state }, 5, bernoulli(2))
  t.is(JSON.stringify(state), before)
})

test('a space of more configurations than arms is refused with both numbers', async t => {
  const large = defineSpace({ x: integer(1, 10), y: integer(1, 10) }, { where: [on(['x', 'y'], c => c.x <= c.y)] })
  await t.throwsAsync(async () => ucb1({ maxArms: 54 })(contextFor(large)), {
    code: 'InvalidAgent',
    message: 'ucb1: expected at most 54 valid configurations, one for each arm, got 55',
  })
  await t.notThrowsAsync(async () => ucb1({ maxArms: 55 })(contextFor(large)))
})
