import test from 'ava'
import { clipAction, type Env, recordEpisodeStatistics, rescaleAction, timeLimit } from '#src/env/index.js'
import { checkEnv } from '#src/testing/index.js'
import { cartPole } from '../reference/cart-pole.js'
import { pendulum } from '../reference/pendulum.js'
import { scripted } from './scripted.js'

const rows = [
  { observation: [0] },
  { observation: [1], reward: 2 },
  { observation: [2], reward: 3 },
  { observation: [3], reward: -1, terminated: true },
]

test('a time limit truncates, and the next step is refused until a reset', async t => {
  const env = timeLimit(scripted([...rows, ...rows]), 2)
  for (let episode = 0; episode < 2; episode++) {
    await env.reset()
    t.like(await env.step([0]), { terminated: false, truncated: false })
    t.like(await env.step([0]), { terminated: false, truncated: true, reward: 3 })
    await t.throwsAsync(env.step([0]), { code: 'InvalidStudy', message: /expected reset\(\) after the 2 steps/ })
  }
})

test('an episode that terminates in the last step of its time is terminated, not truncated', async t => {
  const env = timeLimit(scripted(rows), 3)
  await env.reset()
  await env.step([0])
  await env.step([0])
  t.like(await env.step([0]), { terminated: true, truncated: false })
})

test('a time limit is a whole number of at least 1', t => {
  for (const steps of [0, 1.5, Number.NaN])
    t.throws(() => timeLimit(scripted(rows), steps), { code: 'InvalidStudy', message: /expected a whole number >= 1/ })
})

test('the last step of an episode tells its return and length, each episode anew', async t => {
  const env = recordEpisodeStatistics(scripted([...rows, ...rows]))
  for (let episode = 0; episode < 2; episode++) {
    await env.reset()
    t.deepEqual((await env.step([0])).info, { from: 'script' })
    await env.step([0])
    t.deepEqual((await env.step([0])).info, { from: 'script', episode: { return: 4, length: 3 } })
  }
})

test('statistics around a time limit are those of the truncated episode', async t => {
  const env = recordEpisodeStatistics(timeLimit(scripted(rows), 2))
  await env.reset()
  await env.step([0])
  t.deepEqual((await env.step([0])).info.episode, { return: 5, length: 2 })
})

const box = {
  kind: 'box',
  size: 2,
  names: ['torque', 'angle'],
  low: Float32Array.from([-2, 0]),
  high: Float32Array.from([2, 10]),
} as const

test('clipped actions are moved to the bounds, and any number may be given', async t => {
  const inner = scripted(rows, box)
  const env = clipAction(inner)
  t.like(env.actionSpace, { kind: 'box', low: Float32Array.from([-Infinity, -Infinity]), names: ['torque', 'angle'] })
  await env.reset()
  await env.step([-3, 11])
  await env.step([1, -Infinity])
  t.deepEqual(inner.taken, [
    [-2, 10],
    [1, 0],
  ])
})

test('rescaled actions stretch [-1, 1] to the bounds', async t => {
  const inner = scripted(rows, box)
  const env = rescaleAction(inner)
  t.like(env.actionSpace, { kind: 'box', low: Float32Array.from([-1, -1]), high: Float32Array.from([1, 1]) })
  await env.reset()
  await env.step([-1, 1])
  await env.step([0.5, 0])
  t.deepEqual(inner.taken, [
    [-2, 10],
    [1, 5],
  ])
})

test('wrappers of actions refuse what is no box, and rescaling a box without bounds', t => {
  for (const wrapper of [clipAction, rescaleAction])
    t.throws(() => wrapper(scripted(rows)), { code: 'InvalidStudy', message: /a box, got {"kind":"multi-discrete"/ })
  t.throws(() => rescaleAction(clipAction(scripted(rows, box))), {
    code: 'InvalidStudy',
    message: 'rescaleAction: expected bounds of `torque`, which has none',
  })
})

const wrapped: Readonly<Record<string, () => [Env<readonly number[]>, number[][]]>> = {
  timeLimit: () => [timeLimit(cartPole(), 5), [[0], [1]]],
  recordEpisodeStatistics: () => [recordEpisodeStatistics(cartPole()), [[0], [1]]],
  clipAction: () => [clipAction(pendulum()), [[-9], [0], [9]]],
  rescaleAction: () => [rescaleAction(pendulum()), [[-1], [0], [1]]],
}
for (const [name, make] of Object.entries(wrapped))
  test(`${name}: a wrapped environment passes the environment checker`, async t => {
    const [env, actions] = make()
    t.deepEqual(await checkEnv(env, { actions, random: true }), [])
  })

test('wrappers keep the methods of an environment that is an instance of a class', async t => {
  class Counter implements Env<readonly number[]> {
    readonly #inner = scripted(rows)
    readonly observationSpace = this.#inner.observationSpace
    readonly actionSpace = this.#inner.actionSpace
    reset() {
      return this.#inner.reset()
    }
    step(action: readonly number[]) {
      return this.#inner.step(action)
    }
    close() {
      return this.#inner.close()
    }
  }
  const env = recordEpisodeStatistics(timeLimit(new Counter(), 1))
  t.deepEqual((await env.reset()).observation, Float32Array.from([0]))
  t.like(await env.step([0]), { truncated: true })
  await env.close()
})
