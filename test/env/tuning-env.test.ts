import test from 'ava'
import { configure } from '#src/env/index.js'
import { choice, createTuningEnv, defineSpace, improvement, integer, minimize, ordinal, profiler } from '#src/index.js'
import { checkEnv } from '#src/testing/index.js'

const space = defineSpace({ backend: choice('cpu', 'wasm'), tile: ordinal(8, 16, 32), batch: integer(1, 10) })
const cost = profiler({
  name: 'cost',
  metrics: { latencyMs: { unit: 'ms' } },
  measure: ({ backend, tile, batch }: { backend: string; tile: number; batch: number }) => {
    if (batch === 9) throw new Error('nine')
    return { latencyMs: (backend === 'cpu' ? 20 : 5) + tile / 8 + batch }
  },
})
const open = (more = {}) =>
  createTuningEnv({
    space,
    profiler: cost,
    objectives: { latency: minimize('latencyMs') },
    budget: { trials: 5 },
    ...more,
  })
const act = (backend: 'cpu' | 'wasm', tile: number, batch: number) =>
  configure({ backend, tile: tile as 8 | 16 | 32, batch })

test('the tuning environment passes the environment checker', async t => {
  t.deepEqual(await checkEnv(open(), { actions: [act('cpu', 8, 1), act('wasm', 16, 9), act('wasm', 8, 2)] }), [])
})

test('it is truncated, not terminated, when the budget runs out, and terminated when the target is reached', async t => {
  const env = open({ target: { latency: 7 } })
  await env.reset()
  for (let n = 1; n <= 5; n++) t.like(await env.step(act('cpu', 8, n)), { terminated: false, truncated: n === 5 })
  await env.reset()
  t.like(await env.step(act('wasm', 8, 1)), { terminated: true, truncated: false })
})

test('a failed measurement is a step with a reward, not an exception', async t => {
  const env = open()
  await env.reset()
  const { reward, info, observation } = await env.step(act('cpu', 8, 9))
  t.is(reward, 0)
  t.like(info.trial, { outcome: { _tag: 'Failed', failure: { _tag: 'RunFailed', message: 'nine' } } })
  t.is(observation[env.observationSpace.names.indexOf('lastFailed')], 1)
})

test('potential-based rewards of an episode add up to the whole improvement', async t => {
  const env = open({ reward: improvement(), baseline: { backend: 'cpu', tile: 8, batch: 10 } })
  await env.reset()
  let sum = 0
  for (const action of [act('cpu', 8, 10), act('cpu', 8, 4), act('cpu', 32, 5), act('wasm', 32, 3), act('wasm', 8, 2)])
    sum += (await env.step(action)).reward
  // From 20 + 1 + 10 = 31 ms to 5 + 1 + 2 = 8 ms, in units of the baseline.
  t.true(Math.abs(sum - (31 - 8) / 31) < 1e-12)
})

test('steps taken at once come in the order of the actions, whatever finished first', async t => {
  const slow = profiler({
    name: 'slow',
    metrics: { latencyMs: { unit: 'ms' } },
    measure: async ({ batch }: { batch: number }) => {
      await new Promise(resolve => setTimeout(resolve, 20 - 4 * batch))
      return { latencyMs: batch }
    },
  })
  const env = createTuningEnv({
    space,
    profiler: slow,
    objectives: { latency: minimize('latencyMs') },
    budget: { trials: 10 },
  })
  await env.reset()
  const steps = await env.stepMany(
    [1, 2, 3, 4].map(batch => act('cpu', 8, batch)),
    { parallel: 4 },
  )
  t.deepEqual(
    steps.map(step => (step.info.trial as { config: { batch: number } }).config.batch),
    [1, 2, 3, 4],
  )
})

test('an action outside the space is refused with the parameter named', async t => {
  const env = open()
  await env.reset()
  await t.throwsAsync(() => env.step(act('cpu', 7, 1)), { code: 'InvalidConfig', message: /tile/ })
})

test('the checker finds a broken environment', async t => {
  const env = open()
  const broken = {
    ...env,
    observationSpace: { ...env.observationSpace, high: new Float32Array(env.observationSpace.size) },
    step: env.step,
    reset: env.reset,
    close: env.close,
  }
  const wrong = await checkEnv(broken, { actions: [act('cpu', 8, 1), act('wasm', 8, 2)] })
  t.true(
    wrong.some(sentence => /`budgetLeft` .* outside \[0, 0\]/.test(sentence)),
    wrong.join('\n'),
  )
  const sticky = open()
  let n = 0
  const drifting = {
    ...sticky,
    observationSpace: sticky.observationSpace,
    reset: sticky.reset,
    close: sticky.close,
    step: async (action: ReturnType<typeof act>) => ({ ...(await sticky.step(action)), reward: n++ }),
  }
  t.true(
    (await checkEnv(drifting, { actions: [act('cpu', 8, 1), act('wasm', 8, 2)] })).some(sentence =>
      /same seed .* differ/.test(sentence),
    ),
  )
})
