import test from 'ava'
import { budget, moveEnv } from '#src/env/index.js'
import {
  choice,
  createTuningEnv,
  defineSpace,
  integer,
  makeRng,
  minimize,
  on,
  profiler,
  type Reward,
  trainDqn,
} from '#src/index.js'
import { checkEnv } from '#src/testing/index.js'

const space = defineSpace(
  { backend: choice('cpu', 'wasm'), tile: integer(1, 9), batch: integer(1, 9) },
  { where: [on(['tile', 'batch'], c => c.tile * c.batch <= 40, { name: 'fits' })] },
)
/** 20 ms at (cpu, 1, 9), less with a larger tile, a smaller batch and wasm; (wasm, 6, ...) fails. */
const cost = profiler({
  name: 'cost',
  metrics: { latencyMs: { unit: 'ms' } },
  measure: ({ backend, tile, batch }: { backend: string; tile: number; batch: number }) => {
    if (backend === 'wasm' && tile === 6) throw new Error('six')
    return { latencyMs: 12 - tile + batch - (backend === 'wasm' ? 1 : 0) }
  },
})
const tuning = (more = {}) =>
  createTuningEnv({
    space,
    profiler: cost,
    objectives: { latency: minimize('latencyMs') },
    budget: { trials: 12 },
    ...more,
  })
const open = (more = {}, options = {}) => moveEnv(tuning(more), space, options)
const to = (env: { moves: readonly string[] }, name: string) => [env.moves.indexOf(name)]
const allowed = ({ moves }: { moves: readonly string[] }, mask: Uint8Array | undefined) =>
  moves.filter((_, move) => mask?.[move] === 1)
const configOf = ({ info }: { info: Readonly<Record<string, unknown>> }) => (info.trial as { config: unknown }).config

const every = Array.from({ length: 7 }, (_, move) => [move])
for (const [name, more, options] of [
  ['from the middle', {}, {}],
  ['from a configuration', { target: { latency: 9 } }, { start: { backend: 'cpu', tile: 1, batch: 9 } }],
  ['from a random place', { observe: [budget()] }, { start: 'random' }],
] as const)
  test(`a walk ${name} passes the environment checker`, async t => {
    const random = name === 'from a random place'
    t.deepEqual(await checkEnv(open(more, options), { actions: every.slice(0, 6), random }), [])
    t.deepEqual(await checkEnv(open(more, options), { actions: every.toReversed(), random }), [])
  })

test('reset measures the start, and a step the neighbour that its move leads to, whatever was measured', async t => {
  const env = open({}, { start: { backend: 'wasm', tile: 5, batch: 2 } })
  t.deepEqual(env.moves, ['backend=cpu', 'backend=wasm', 'tile down', 'tile up', 'batch down', 'batch up', 'stop'])
  t.deepEqual(env.actionSpace, { kind: 'multi-discrete', sizes: [7] })
  const start = await env.reset()
  t.like(start.info.trial, { number: 0, config: { backend: 'wasm', tile: 5, batch: 2 }, outcome: { _tag: 'Measured' } })
  t.deepEqual(allowed(env, start.mask), ['backend=cpu', 'tile down', 'tile up', 'batch down', 'batch up', 'stop'])
  const failed = await env.step(to(env, 'tile up'))
  t.like(failed.info.trial, { number: 1, config: { tile: 6 }, outcome: { _tag: 'Failed' } })
  const next = await env.step(to(env, 'batch up'))
  t.deepEqual(configOf(next), { backend: 'wasm', tile: 6, batch: 3 })
})

test('the start is the middle of the space, repaired, unless said otherwise; a random one is that of the seed', async t => {
  // 5 * 5 fits; in a smaller space the middle does not.
  t.deepEqual(configOf(await open().reset()), { backend: 'cpu', tile: 5, batch: 5 })
  const tight = defineSpace({ a: integer(1, 9) }, { where: [on(['a'], c => c.a % 5 !== 0, { name: 'no fives' })] })
  const a = profiler({ name: 'a', metrics: { ms: { unit: 'ms' } }, measure: (c: { a: number }) => ({ ms: c.a }) })
  const objectives = { ms: minimize('ms') }
  const repaired = moveEnv(createTuningEnv({ space: tight, profiler: a, objectives, budget: { trials: 3 } }), tight)
  t.true([4, 6].includes((configOf(await repaired.reset()) as { a: number }).a))
  const startsOf = async (seed: number) => {
    const env = open({}, { start: 'random' })
    const starts = [configOf(await env.reset({ seed }))]
    for (let n = 0; n < 9; n++) starts.push(configOf(await env.reset()))
    return starts.map(config => JSON.stringify(config))
  }
  const starts = await startsOf(1)
  t.deepEqual(await startsOf(1), starts)
  t.notDeepEqual(await startsOf(2), starts)
  t.true(new Set(starts).size >= 5)
  t.throws(() => open({}, { start: { backend: 'cpu', tile: 9, batch: 9 } }), { code: 'InvalidConfig', message: /fits/ })
})

test('the mask allows the moves to valid configurations, and what it forbids is refused by name', async t => {
  const env = open({}, { start: { backend: 'cpu', tile: 9, batch: 4 } })
  const { mask } = await env.reset()
  t.deepEqual(allowed(env, mask), ['backend=wasm', 'tile down', 'batch down', 'stop'])
  const message = /that the mask allows \(backend=wasm, tile down, batch down, stop\), got batch up/
  await t.throwsAsync(env.step(to(env, 'batch up')), { code: 'InvalidStudy', message })
  for (const action of [[7], [-1], [0.5], [], [3, 3]])
    await t.throwsAsync(env.step(action), { code: 'InvalidStudy', message: /expected one move/ })
  t.deepEqual(configOf(await env.step(to(env, 'batch down'))), { backend: 'cpu', tile: 9, batch: 3 })
})

test('stop terminates with a reward of 0 and measures nothing', async t => {
  const inner = tuning()
  const env = moveEnv(inner, space)
  const { observation } = await env.reset()
  t.like(await env.step(to(env, 'stop')), {
    observation,
    reward: 0,
    terminated: true,
    truncated: false,
    info: {},
  })
  t.is(inner.episode.trials.length, 1)
  await t.throwsAsync(env.step(to(env, 'stop')), { message: /expected reset\(\) before step\(\) of a walk/ })
})

test('the budget truncates, the start included; where the start spends it, stop is all that is allowed', async t => {
  const env = open({ budget: { trials: 3 } })
  await env.reset()
  t.like(await env.step(to(env, 'tile up')), { terminated: false, truncated: false })
  const last = await env.step(to(env, 'tile up'))
  t.like(last, { terminated: false, truncated: true })
  for (const more of [{ budget: { trials: 1 } }, { target: { latency: 100 } }]) {
    const short = open(more)
    t.deepEqual(allowed(short, (await short.reset()).mask), ['stop'])
    await t.throwsAsync(short.step(to(short, 'tile up')), { code: 'InvalidStudy' })
    t.like(await short.step(to(short, 'stop')), { reward: 0, terminated: true, truncated: false })
  }
})

test('observations have the encoding of the configuration once, whether the environment inside shows it or not', async t => {
  const start = { backend: 'wasm', tile: 3, batch: 9 }
  const small = open({ observe: [budget()] }, { start })
  const { names, size, low, high } = small.observationSpace
  t.deepEqual(names, ['budgetLeft', 'lastConfig/0', 'lastConfig/1', 'lastConfig/2', 'lastConfig/3'])
  t.deepEqual([size, [...low], [...high]], [5, [0, 0, 0, 0, 0], [1, 1, 1, 1, 1]])
  t.deepEqual(
    [...(await small.reset()).observation],
    [11 / 12, 0, 1, 0.25, 1].map(value => Math.fround(value)),
  )
  const whole = open({}, { start })
  t.deepEqual(whole.observationSpace, tuning().observationSpace)
  t.deepEqual([...(await whole.reset()).observation.slice(-4)], [0, 1, 0.25, 1])
})

/** The gain over the best so far less what a measurement costs: a walk at random loses, stopping at once gets 0. */
const gain: Reward = ({ outcome, best, baseline }) => {
  if (outcome._tag !== 'Measured' || !best || !baseline) return -0.05
  return Math.max(0, (best.losses[0] as number) - (outcome.losses[0] as number)) / (baseline.losses[0] as number) - 0.05
}

test('DQN learns walks that are worth more than to stop at once, and than walks at random', async t => {
  const start = { backend: 'cpu', tile: 3, batch: 5 }
  const returns: number[] = []
  for (const seed of [1, 2, 3, 4, 5]) {
    const env = open({ reward: gain }, { start })
    const learner = await trainDqn(env, {
      totalSteps: 500,
      seed,
      hidden: [32],
      learningRate: 3e-3,
      learningStarts: 50,
      trainEvery: 2,
      batchSize: 32,
      targetEvery: 50,
      explorationPart: 0.6,
      gamma: 0.95,
    })
    returns.push(await returnOf(env, ({ observation, mask }) => learner.act(observation, mask as Uint8Array, 1, true)))
    learner.close()
  }
  const rng = makeRng(1)
  const env = open({ reward: gain }, { start })
  const atRandom: number[] = []
  for (let n = 0; n < 100; n++)
    atRandom.push(await returnOf(env, ({ mask }) => rng.pick(every.flat().filter(move => mask?.[move] === 1))))
  const middle = (values: number[]) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number
  t.log(`returns ${returns.map(value => value.toFixed(2))}, at random ${middle(atRandom).toFixed(2)}`)
  t.true(middle(returns) > 0.05, `${returns}`)
  t.true(middle(returns) > middle(atRandom) + 0.1)
})

/** The return of one episode. */
const returnOf = async (
  env: ReturnType<typeof moveEnv>,
  choose: (now: { observation: Float32Array; mask?: Uint8Array }) => number | Promise<number>,
): Promise<number> => {
  let now = await env.reset()
  for (let sum = 0; ; ) {
    const step = await env.step([await choose(now)])
    sum += step.reward
    if (step.terminated || step.truncated) return sum
    now = step
  }
}
