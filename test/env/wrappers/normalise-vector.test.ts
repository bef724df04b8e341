import test from 'ava'
import { type NormaliseVectorOptions, normaliseObservation, normaliseReward, normaliseVector } from '#src/env/index.js'
import { makeRng, trainPpo, vectorEnv } from '#src/index.js'
import { RunningMoments } from '#src/numeric/index.js'
import { cartPole } from '../reference/cart-pole.js'
import { scripted } from './scripted.js'

/** Episodes of random length, two numbers of different sizes and random rewards; each third one is truncated. */
const rowsOf = (seed: number, episodes = 12) => {
  const rng = makeRng(seed)
  const observation = () => [rng.normal(50, 9), rng.normal(-0.1, 0.01)]
  const rows: Parameters<typeof scripted>[0][number][] = []
  for (let episode = 0; episode < episodes; episode++) {
    rows.push({ observation: observation() })
    const length = rng.integer(1, 5)
    const end = episode % 3 === 2 ? { truncated: true } : { terminated: true }
    for (let n = 1; n <= length; n++)
      rows.push({ observation: observation(), reward: rng.normal(3, 20), ...(n === length && end) })
  }
  return rows
}
const vectorOf = (...seeds: readonly number[]) => vectorEnv(seeds.map(seed => scripted(rowsOf(seed))))
const open = (seeds: readonly number[], options?: NormaliseVectorOptions) =>
  normaliseVector(vectorOf(...seeds), options)
const acts = (n: number) => new Array<number[]>(n).fill([0])
const isNear = (got: number, expected: number, tolerance = 1e-9) =>
  Math.abs(got - expected) <= tolerance * Math.max(1, Math.abs(expected))

test('a worked example: two environments, one batch a step, an episode that ends', async t => {
  const env = normaliseVector(
    vectorEnv([
      scripted([{ observation: [1] }, { observation: [5], reward: 2, terminated: true }, { observation: [3] }]),
      scripted([{ observation: [3] }, { observation: [7], reward: 6 }]),
    ]),
    { gamma: 0.5 },
  )
  const near = (got: ArrayLike<number> | undefined, expected: number[]) =>
    t.true(
      expected.every((value, i) => isNear(got?.[i] as number, value, 1e-3)),
      `${got && [...Array.from(got)]} ${expected}`,
    )
  // 1 and 3: mean 2, variance 1, but for the prior of a ten-thousandth of a row.
  near((await env.reset()).observations, [-1, 1])
  // 1, 3, the last one 5, and 3 and 7: mean 19 / 5, variance 93 / 5 - (19 / 5)^2 = 4.16.
  const step = await env.step([[0], [0]])
  near(step.observations, [-0.8 / Math.sqrt(4.16), 3.2 / Math.sqrt(4.16)])
  near(step.finalObservations[0], [1.2 / Math.sqrt(4.16)])
  t.is(step.finalObservations[1], undefined)
  // Returns 2 and 6: variance 4.
  near(step.rewards, [1, 3])
  t.deepEqual((env.save() as { discounted: number[] }).discounted, [2, 6])
})

test('the moments are those of all rows, added one by one', async t => {
  const seeds = [1, 2, 3]
  const plain = vectorOf(...seeds)
  const env = open(seeds, { gamma: 0.9 })
  const [observed, returns] = [new RunningMoments(2, 1e-4), new RunningMoments(1, 1e-4)]
  const discounted = [0, 0, 0]
  const add = (rows: Float32Array) => {
    for (let i = 0; i < rows.length; i += 2) observed.add(rows.subarray(i, i + 2))
  }
  add((await plain.reset()).observations)
  await env.reset()
  for (let n = 0; n < 20; n++) {
    const expected = await plain.step(acts(3))
    const step = await env.step(acts(3))
    add(expected.observations)
    for (const final of expected.finalObservations) if (final) add(final)
    for (const [i, reward] of expected.rewards.entries()) {
      discounted[i] = (expected.terminated[i] === 1 ? 0 : 0.9 * (discounted[i] as number)) + reward
      returns.add([discounted[i] as number])
    }
    for (const [i, value] of step.observations.entries()) {
      const [mean, variance] = [observed.mean(i % 2), observed.variance(i % 2)]
      const wanted = ((expected.observations[i] as number) - mean) / Math.sqrt(variance + 1e-8)
      t.true(isNear(value, Math.min(10, Math.max(-10, wanted)), 1e-6))
    }
    for (const [i, value] of step.rewards.entries())
      t.true(isNear(value, (expected.rewards[i] as number) / Math.sqrt(returns.variance(0) + 1e-8)))
    t.deepEqual([step.terminated, step.truncated], [expected.terminated, expected.truncated])
    t.deepEqual(step.infos, expected.infos)
  }
})

test('a vector of one is normalised as its environment alone, but for the batch in which an episode ends', async t => {
  const alone = vectorEnv([normaliseObservation(normaliseReward(scripted(rowsOf(4)), { gamma: 0.9 }))])
  const env = open([4], { gamma: 0.9 })
  const near = (got: ArrayLike<number>, expected: ArrayLike<number>) =>
    t.true(Array.from(got).every((value, i) => isNear(value, expected[i] as number, 1e-5)))
  near((await env.reset()).observations, (await alone.reset()).observations)
  for (let n = 0; n < 20; n++) {
    const [step, expected] = [await env.step([[0]]), await alone.step([[0]])]
    near(step.rewards, expected.rewards)
    // The last observation and the first one of the next episode are one batch here.
    near(step.observations, expected.observations)
  }
})

test('what was saved goes on as if never stopped, and evaluates on a vector of another length', async t => {
  const whole = open([1, 2])
  const half = vectorOf(1, 2)
  const first = normaliseVector(half)
  await whole.reset()
  await first.reset()
  for (let n = 0; n < 5; n++) {
    await whole.step(acts(2))
    await first.step(acts(2))
  }
  const state = JSON.parse(JSON.stringify(first.save()))
  const rest = normaliseVector(half, { state })
  const bare = normaliseVector(half, { state: { ...state, discounted: [] } })
  t.deepEqual(rest.save(), first.save())
  t.deepEqual((bare.save() as { discounted: number[] }).discounted, [0, 0])
  for (let n = 0; n < 5; n++) t.deepEqual(await rest.step(acts(2)), await whole.step(acts(2)))
  t.deepEqual(rest.save(), whole.save())
  const one = open([1], { state })
  t.like(one.save(), { observations: state.observations, rewards: state.rewards, discounted: [0] })
})

test('frozen moments stay as they are', async t => {
  const env = open([1, 2])
  await env.reset()
  await env.step(acts(2))
  const state = env.save()
  env.freeze()
  await env.step(acts(2))
  await env.reset()
  t.deepEqual(env.save(), state)
})

test('observations or rewards alone leave the others as they are', async t => {
  const [plain, observed, rewarded] = [
    vectorOf(1, 2),
    open([1, 2], { rewards: false }),
    open([1, 2], { observations: false }),
  ]
  for (const env of [plain, observed, rewarded]) await env.reset()
  for (let n = 0; n < 6; n++) {
    const [expected, step, other] = [
      await plain.step(acts(2)),
      await observed.step(acts(2)),
      await rewarded.step(acts(2)),
    ]
    t.deepEqual(step.rewards, expected.rewards)
    t.notDeepEqual(step.observations, expected.observations)
    t.deepEqual(other.observations, expected.observations)
    t.deepEqual(other.finalObservations, expected.finalObservations)
    t.notDeepEqual(other.rewards, expected.rewards)
  }
  t.deepEqual([observed.observationSpace.low[1], observed.observationSpace.high[1]], [-10, 10])
  t.is(rewarded.observationSpace.high[1], Infinity)
})

test('a state of another size, or without what is to be normalised, is refused by name', t => {
  const other = normaliseVector(vectorEnv([scripted([{ observation: [1] }])])).save()
  for (const [state, message] of [
    [other, /observations of normaliseVector: expected the saved state of 2 numbers, got that of 1/],
    [null, /observations of normaliseVector: .*, got expected saved moments/],
    [open([1], { rewards: false }).save(), /rewards of normaliseVector: expected the saved state of 1 numbers, got/],
  ] as const)
    t.throws(() => open([1], { state }), { code: 'InvalidStudy', message })
})

test('PPO trains on a normalised vector, and the policy and the moments that it was trained with evaluate together', async t => {
  const env = normaliseVector(vectorEnv([cartPole(), cartPole()]))
  const learner = await trainPpo(env, { totalSteps: 256, rolloutSteps: 64, hidden: [16] })
  const state = env.save()
  const evaluated = normaliseVector(vectorEnv([cartPole()]), { state })
  evaluated.freeze()
  const { observations } = await evaluated.reset({ seed: 1 })
  const { drawn } = await learner.act(observations, 1, { greedy: true })
  t.true([0, 1].includes(drawn[0]?.action[0] as number))
  learner.close()
  const { observations: moments } = state as { observations: { count: number } }
  // Each step of both, both resets, and the last observations.
  t.true(moments.count > 2 + 256)
})
