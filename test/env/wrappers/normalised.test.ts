import { readFile } from 'node:fs/promises'
import test from 'ava'
import { type Env, normaliseObservation, normaliseReward } from '#src/env/index.js'
import { checkEnv } from '#src/testing/index.js'
import { cartPole } from '../reference/cart-pole.js'
import { scripted } from './scripted.js'

/** Recorded by bench/peers/record-normalised.py. */
interface Recorded {
  readonly rows: readonly {
    readonly plain: readonly number[]
    readonly normalised: readonly number[]
    readonly reward?: number
    readonly normalisedReward?: number
    readonly terminated?: boolean
  }[]
}
const recorded = new URL('../../../../test/env/wrappers/normalised.json', import.meta.url)
// Gymnasium keeps the moments of observations in float32.
const isNear = (got: number, expected: number, tolerance: number) =>
  Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected))

test('observations and rewards are normalised as Gymnasium recorded it, rewards clipped to 10', async t => {
  const { rows } = JSON.parse(await readFile(recorded, 'utf8')) as Recorded
  const script = rows.map(({ plain, ...row }) => ({ ...row, observation: plain }))
  const env = normaliseObservation(normaliseReward(scripted(script), { gamma: 0.9 }))
  for (const [n, row] of rows.entries()) {
    const step = row.reward === undefined ? { ...(await env.reset()), reward: undefined } : await env.step([0])
    for (const [i, value] of row.normalised.entries())
      t.true(isNear(step.observation[i] as number, value, 2e-4), `row ${n}: ${step.observation[i]}, ${value}`)
    if (step.reward === undefined) continue
    const reward = Math.max(-10, row.normalisedReward as number)
    t.true(isNear(step.reward, reward, 1e-9), `row ${n}: ${step.reward}, ${reward}`)
  }
})

const numbers = (values: readonly number[]) =>
  scripted(values.map((value, n) => ({ observation: [value], ...(n > 0 && { reward: value }) })))

/** The reset's observation and what the steps gave. */
const play = async (env: Env<readonly number[]>, steps: number): Promise<number[]> => {
  const seen = [(await env.reset()).observation[0] as number]
  for (let n = 0; n < steps; n++) {
    const { observation, reward } = await env.step([0])
    seen.push(observation[0] as number, reward)
  }
  return seen
}

for (const [name, wrapper] of Object.entries({ normaliseObservation, normaliseReward })) {
  test(`${name}: what was saved goes on as if never stopped`, async t => {
    const rows = [[1], [5, 5], [1], [7, 7], [3, 3]].map(([observation, reward]) => ({
      observation: [observation as number],
      ...(reward !== undefined && { reward, truncated: true }),
    }))
    const whole = wrapper(scripted(rows))
    await play(whole, 1)
    const half = wrapper(scripted(rows))
    await play(half, 1)
    const rest = wrapper(scripted(rows.slice(2)), { state: JSON.parse(JSON.stringify(half.save())) })
    const expected = await play(whole, 2)
    t.deepEqual(await play(rest, 2), expected)
    t.notDeepEqual(await play(wrapper(scripted(rows.slice(2))), 2), expected)
  })

  test(`${name}: frozen moments stay as they are`, async t => {
    const env = wrapper(numbers([1, 5, 2, 800]))
    await env.reset()
    await env.step([0])
    const state = env.save()
    env.freeze()
    await env.step([0])
    t.deepEqual(env.save(), state)
    await env.step([0])
    t.deepEqual(env.save(), state)
  })

  test(`${name}: a state of another size or none is refused by name`, t => {
    const two = normaliseObservation(scripted([{ observation: [1, 2] }])).save()
    for (const state of [two, { count: 3 }, null])
      t.throws(() => wrapper(numbers([1, 2]), { state }), {
        code: 'InvalidStudy',
        message: new RegExp(`${name}: expected the saved state of 1 numbers, got`),
      })
  })

  test(`${name}: a wrapped environment passes the environment checker`, async t => {
    // Moments go on from one episode to the next, so the same seed does not lead to the same numbers.
    t.deepEqual(await checkEnv(wrapper(cartPole()), { actions: [[0], [1]], deterministic: false }), [])
  })
}

test('normalised observations are clipped to the bounds that they declare', async t => {
  const env = normaliseObservation(numbers([...new Array(300).fill(0), 1e6, -1e6]))
  const seen = (await play(env, 301)).filter((_, i) => i % 2 === 1 || i === 0)
  t.is(Math.max(...seen), 10)
  t.is(env.observationSpace.high[0], 10)
  t.is(env.observationSpace.low[0], -10)
})

test('the return of rewards begins anew after a termination and goes on past a truncation', async t => {
  const rewardsAfter = async (end: { terminated?: true; truncated?: true }) => {
    const env = normaliseReward(
      scripted([
        { observation: [0] },
        { observation: [0], reward: 4 },
        { observation: [0], reward: 4, ...end },
        { observation: [0] },
        { observation: [0], reward: 1 },
      ]),
      { gamma: 0.5 },
    )
    await play(env, 2)
    await play(env, 1)
    return env.save() as { mean: number[]; count: number }
  }
  const sum = ({ mean, count }: { mean: number[]; count: number }) => (mean[0] as number) * count
  // Returns 4, 0.5 * 0 + 4, then 0.5 * 4 + 1 against 4, 0.5 * 4 + 4, 0.5 * 6 + 1.
  t.true(isNear(sum(await rewardsAfter({ terminated: true })), 4 + 4 + 3, 1e-9))
  t.true(isNear(sum(await rewardsAfter({ truncated: true })), 4 + 6 + 4, 1e-9))
})
