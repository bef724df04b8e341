import test from 'ava'
import { trainReinforce } from '#src/agents/index.js'
import { cartPole } from '../../env/reference/cart-pole.js'

test.serial(
  'REINFORCE keeps the pole of CartPole-v1 up for 300 steps and more in its last 20 episodes of 150,000 steps',
  async t => {
    t.timeout(15 * 60_000)
    const returns: number[] = []
    const learner = await trainReinforce(cartPole(), {
      totalSteps: 150_000,
      seed: 1,
      onEpisode: ({ reward }) => returns.push(reward),
    })
    learner.close()
    const meanOf = (part: readonly number[]) => part.reduce((sum, reward) => sum + reward, 0) / part.length
    const [first, last] = [meanOf(returns.slice(0, 20)), meanOf(returns.slice(-20))]
    t.log(`mean return ${first} of the first 20 episodes, ${last} of the last 20`)
    t.true(first < 60, `${first}`)
    t.true(last >= 300, `${last}`)
  },
)
