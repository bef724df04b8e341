import test from 'ava'
import { trainDqn } from '#src/agents/dqn/train.js'
import { median } from '#src/numeric/index.js'
import { cartPole } from '../../env/reference/cart-pole.js'

const SEEDS = [1, 2, 3]

/** Mean return of ten episodes, greedily. */
const train = async (seed: number): Promise<number> => {
  const env = cartPole()
  const learningRate = { from: 1e-3, to: 0 }
  const learner = await trainDqn(env, { totalSteps: 30_000, seed, trainEvery: 2, learningRate })
  let sum = 0
  for (let n = 0; n < 10; n++) {
    let { observation } = await env.reset({ seed: 900 + n })
    for (let isOver = false; !isOver; ) {
      const action = await learner.act(observation, Uint8Array.from([1, 1]), 1, true)
      const step = await env.step([action])
      sum += step.reward
      observation = step.observation
      isOver = step.terminated || step.truncated
    }
  }
  learner.close()
  return sum / 10
}

// Runs of DQN differ much: the middle one of three counts.
test.serial('DQN balances the pole of CartPole-v1 for 350 steps and more, greedily, after 30,000 steps', async t => {
  t.timeout(15 * 60_000)
  const returns: number[] = []
  for (const seed of SEEDS) returns.push(await train(seed))
  t.log(`mean returns of 10 episodes: ${returns.join(', ')}`)
  t.true(median(returns) >= 350, `${returns}`)
})
