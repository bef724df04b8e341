import test from 'ava'
import { generalisedAdvantages } from '#src/agents/ppo/gae.js'

const estimate = (terminated: number[], truncated: number[], gaeLambda: number) =>
  generalisedAdvantages(
    {
      steps: 3,
      slots: 1,
      rewards: Float32Array.from([1, 2, 3]),
      values: Float32Array.from([10, 20, 30]),
      nextValues: Float32Array.from([20, 30, 40]),
      terminated: Uint8Array.from(terminated),
      truncated: Uint8Array.from(truncated),
    },
    0.5,
    gaeLambda,
  )

test('advantages are discounted sums of the temporal differences, by hand', t => {
  // delta = 1 + 10 - 10, 2 + 15 - 20, 3 + 20 - 30 = 1, -3, -7; gamma lambda = 1/4.
  const { advantages, returns } = estimate([0, 0, 0], [0, 0, 0], 0.5)
  t.deepEqual([...advantages], [1 + (-3 - 7 / 4) / 4, -3 - 7 / 4, -7])
  t.deepEqual(
    [...returns],
    [...advantages].map((advantage, i) => advantage + 10 * (i + 1)),
  )
})

test('with lambda 1 a return is the discounted sum of the rewards and the value beyond', t => {
  t.deepEqual([...estimate([0, 0, 0], [0, 0, 0], 1).returns], [1 + 1 + 0.75 + 5, 2 + 1.5 + 10, 3 + 20])
})

test('nothing lies beyond a termination', t => {
  t.deepEqual([...estimate([0, 1, 0], [0, 0, 0], 1).returns], [1 + 1, 2, 3 + 20])
})

test('beyond a truncation lies the value of the final observation, and no later reward', t => {
  t.deepEqual([...estimate([0, 0, 0], [0, 1, 0], 1).returns], [1 + 1 + 7.5, 2 + 15, 3 + 20])
})

test('slots do not mix', t => {
  const { returns } = generalisedAdvantages(
    {
      steps: 2,
      slots: 2,
      rewards: Float32Array.from([1, 100, 2, 200]),
      values: new Float32Array(4),
      nextValues: new Float32Array(4),
      terminated: Uint8Array.from([0, 0, 1, 1]),
      truncated: new Uint8Array(4),
    },
    1,
    1,
  )
  t.deepEqual([...returns], [3, 300, 2, 200])
})
