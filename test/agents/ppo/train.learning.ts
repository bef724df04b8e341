import test from 'ava'
import { type TrainPpoOptions, trainPpo } from '#src/agents/ppo/train.js'
import { type Env, vectorEnv } from '#src/env/index.js'
import { makeRng } from '#src/index.js'
import { acrobot } from '../../env/reference/acrobot.js'
import { cartPole } from '../../env/reference/cart-pole.js'
import { pendulum } from '../../env/reference/pendulum.js'
import { ACROBOT, CART_POLE, PENDULUM } from './settings.js'

/** Trains, and answers the mean return of 20 further episodes of the policy, which draws its actions as in training, or takes the likeliest. */
const meanReturn = async (
  make: (seed: number) => Env<readonly number[]>,
  {
    envs,
    seed,
    greedy = false,
    ...options
  }: TrainPpoOptions & { readonly envs: number; readonly seed: number; readonly greedy?: boolean },
): Promise<number> => {
  const env = vectorEnv(Array.from({ length: envs }, (_, i) => make(1000 * seed + i)))
  const learner = await trainPpo(env, { ...options, seed })
  const episodes = 20
  const test = make(0)
  let sum = 0
  for (let n = 0; n < episodes; n++) {
    let { observation } = await test.reset({ seed: 500_000 + 100 * seed + n })
    for (let isOver = false; !isOver; ) {
      const { drawn } = await learner.act(observation, 1, { greedy })
      const step = await test.step((drawn[0] as (typeof drawn)[number]).action)
      sum += step.reward
      observation = step.observation
      isOver = step.terminated || step.truncated
    }
  }
  learner.close()
  return sum / episodes
}

for (const seed of [1, 2, 3, 4, 5])
  test.serial(`PPO reaches a mean return of 475 on CartPole-v1 within 100,000 steps, seed ${seed}`, async t => {
    t.timeout(15 * 60_000)
    const mean = await meanReturn(cartPole, { ...CART_POLE, seed })
    t.log(`mean return ${mean} of 20 episodes`)
    t.true(mean >= 475, `${mean}`)
  })

test.serial('PPO reaches a mean return of -100 on Acrobot-v1 within 500,000 steps', async t => {
  t.timeout(20 * 60_000)
  const mean = await meanReturn(acrobot, { ...ACROBOT, seed: 1 })
  t.log(`mean return ${mean} of 20 episodes`)
  t.true(mean >= -100, `${mean}`)
})

test.serial('PPO reaches a mean return of -250 on Pendulum-v1 within 150,000 steps, by real actions', async t => {
  t.timeout(20 * 60_000)
  const mean = await meanReturn(pendulum, { ...PENDULUM, seed: 1, greedy: true })
  t.log(`mean return ${mean} of 20 episodes`)
  t.true(mean >= -250, `${mean}`)
})

test.serial('a random policy is far from either goal', async t => {
  const rng = makeRng(1)
  for (const [env, actions, goal] of [
    [cartPole(), 2, 475],
    [acrobot(), 3, -100],
  ] as const) {
    let sum = 0
    for (let n = 0; n < 20; n++) {
      await env.reset({ seed: n })
      for (let isOver = false; !isOver; ) {
        const step = await env.step([rng.integer(0, actions - 1)])
        sum += step.reward
        isOver = step.terminated || step.truncated
      }
    }
    t.true(sum / 20 < goal - 100, `${sum / 20}`)
  }
})
