import test from 'ava'
import { trainDqn } from '#src/agents/dqn/train.js'
import { cartPole } from '../../env/reference/cart-pole.js'

test.serial('DQN balances the pole of CartPole-v1 for 400 steps and more, greedily, after 30,000 steps', async t => {
  t.timeout(15 * 60_000)
  const env = cartPole()
  const learner = await trainDqn(env, { totalSteps: 30_000, seed: 1, trainEvery: 2, learningRate: 5e-4 })
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
  t.log(`mean return ${sum / 10} of 10 episodes`)
  t.true(sum / 10 >= 400, `${sum / 10}`)
})
