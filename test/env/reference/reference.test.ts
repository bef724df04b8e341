import { readFile } from 'node:fs/promises'
import test from 'ava'
import { checkEnv } from '#src/testing/index.js'
import { acrobot } from './acrobot.js'
import { cartPole } from './cart-pole.js'
import { pendulum } from './pendulum.js'
import type { ReferenceEnv } from './reference-env.js'

/** Recorded by bench/peers/record-trajectories.py; of long episodes every tenth observation. */
interface Recorded {
  readonly source: string
  readonly episodes: readonly {
    readonly state: readonly number[]
    readonly first: readonly number[]
    readonly steps: readonly (readonly [
      action: readonly number[],
      observation: readonly number[] | null,
      reward: number,
      terminated: boolean,
      truncated: boolean,
    ])[]
  }[]
}

const tasks: Readonly<
  Record<string, { make: (seed?: number) => ReferenceEnv; actions: number[][]; tolerance: number }>
> = {
  'cart-pole': { make: cartPole, actions: [[0], [1], [1], [0]], tolerance: 1e-6 },
  acrobot: { make: acrobot, actions: [[0], [1], [2]], tolerance: 1e-6 },
  // Gymnasium computes the part of the torque in float32, as its actions are; with that rounding ours agrees to 1e-7.
  pendulum: { make: pendulum, actions: [[-2], [0.5], [2]], tolerance: 1e-5 },
}

for (const [name, { make, actions, tolerance }] of Object.entries(tasks)) {
  test(`${name} does step by step what Gymnasium recorded`, async t => {
    const file = new URL(`../../../../test/env/reference/trajectories/${name}.json`, import.meta.url)
    const { episodes } = JSON.parse(await readFile(file, 'utf8')) as Recorded
    t.true(episodes.length >= 3)
    const env = make()
    // The reference rounds to float32 what it shows.
    const isNear = (got: ArrayLike<number>, expected: readonly number[]) =>
      expected.every((value, i) => Math.abs(value - (got[i] as number)) <= tolerance * Math.max(1, Math.abs(value)))
    for (const { state, first, steps } of episodes) {
      t.true(isNear(env.startFrom(state), first))
      for (const [n, [action, observation, reward, terminated, truncated]] of steps.entries()) {
        const step = await env.step(action)
        if (observation)
          t.true(isNear(step.observation, observation), `step ${n + 1}: ${step.observation}, ${observation}`)
        t.true(
          Math.abs(step.reward - reward) <= tolerance * Math.max(1, Math.abs(reward)),
          `step ${n + 1}: reward ${step.reward}, ${reward}`,
        )
        t.is(step.terminated, terminated)
        t.is(step.truncated, truncated)
      }
    }
  })

  test(`${name} passes the environment checker`, async t => {
    t.deepEqual(await checkEnv(make(), { actions, steps: 600, random: true }), [])
  })
}
