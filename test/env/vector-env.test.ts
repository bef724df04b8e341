import test from 'ava'
import { fault, ParetuneError } from '#src/core/index.js'
import { type Env, vectorEnv } from '#src/env/index.js'

/** Counts its steps; terminates at `end`. */
const counter = (
  end: number,
  { fails = false, masked = false } = {},
): Env<readonly number[]> & { seeds: (number | undefined)[] } => {
  let n = 0
  const seeds: (number | undefined)[] = []
  const mask = () => (masked ? { mask: Uint8Array.from([1, n % 2]) } : {})
  return {
    seeds,
    observationSpace: {
      kind: 'box',
      size: 1,
      low: Float32Array.from([0]),
      high: Float32Array.from([9]),
      names: ['n'],
    },
    actionSpace: { kind: 'multi-discrete', sizes: [2] },
    reset: async ({ seed } = {}) => {
      seeds.push(seed)
      n = 0
      return { observation: Float32Array.from([n]), info: {}, ...mask() }
    },
    step: async ([action]) => {
      if (fails) throw new ParetuneError(fault('InvalidReward', 'no reward'))
      n++
      return {
        observation: Float32Array.from([n]),
        reward: action as number,
        terminated: n === end,
        truncated: false,
        info: { n },
        ...mask(),
      }
    },
    close: async () => {},
  }
}

test('environment i is reset with seed + i, and with none where none is given', async t => {
  const envs = [counter(2), counter(3)]
  const env = vectorEnv(envs)
  await env.reset({ seed: 5 })
  await env.reset()
  t.deepEqual(
    envs.map(({ seeds }) => seeds),
    [
      [5, undefined],
      [6, undefined],
    ],
  )
})

test('an episode that ends begins anew in the same step, and its last observation is kept', async t => {
  const env = vectorEnv([counter(2), counter(3)])
  t.deepEqual((await env.reset()).observations, Float32Array.from([0, 0]))
  t.like(await env.step([[1], [0]]), { observations: Float32Array.from([1, 1]), rewards: Float64Array.from([1, 0]) })
  const second = await env.step([[0], [1]])
  t.deepEqual(second.observations, Float32Array.from([0, 2]))
  t.deepEqual(second.terminated, Uint8Array.from([1, 0]))
  t.deepEqual(second.finalObservations, [Float32Array.from([2]), undefined])
  t.deepEqual(second.infos, [{ n: 2 }, { n: 2 }])
  const third = await env.step([[0], [0]])
  t.deepEqual(third.observations, Float32Array.from([1, 0]))
  t.deepEqual(third.finalObservations, [undefined, Float32Array.from([3])])
})

test('masks are those of the observation that is shown: of the new episode where one began', async t => {
  const env = vectorEnv([counter(1, { masked: true }), counter(3, { masked: true })])
  t.deepEqual((await env.reset()).masks, Uint8Array.from([1, 0, 1, 0]))
  t.deepEqual((await env.step([[0], [0]])).masks, Uint8Array.from([1, 0, 1, 1]))
})

test('an error names the environment that it came from', async t => {
  const env = vectorEnv([counter(2), counter(2, { fails: true })])
  await env.reset()
  await t.throwsAsync(env.step([[0], [0]]), { code: 'InvalidReward', message: /environment 1: no reward/ })
  await t.throwsAsync(env.step([[0]]), { message: /expected 2 actions, one for each environment, got 1/ })
  const broken = { ...counter(2), step: () => Promise.reject(new RangeError('no such thing')) }
  const thrown = await t.throwsAsync(vectorEnv([counter(2), broken]).step([[0], [0]]))
  t.is(thrown?.message, 'environment 1: no such thing')
  t.true(thrown?.cause instanceof RangeError)
  t.throws(() => vectorEnv([]), { message: /at least one environment/ })
})

test('environments whose observations differ in size are refused', t => {
  const wide = counter(2)
  const two = { ...wide, observationSpace: { ...wide.observationSpace, size: 2 } }
  t.throws(() => vectorEnv([counter(2), two]), { message: /got 1 numbers from environment 0 and 2 from environment 1/ })
})

test('environments step at the same time', async t => {
  let running = 0
  let most = 0
  const slow = (): Env<readonly number[]> => {
    const inner = counter(9)
    return {
      ...inner,
      step: async action => {
        most = Math.max(most, ++running)
        await new Promise(resolve => setTimeout(resolve, 5))
        running--
        return inner.step(action)
      },
    }
  }
  const env = vectorEnv([slow(), slow(), slow()])
  await env.reset()
  await env.step([[0], [0], [0]])
  t.is(most, 3)
})

test('arrays of one step are not those of the next', async t => {
  const env = vectorEnv([counter(9)])
  const { observations } = await env.reset()
  const first = await env.step([[1]])
  await env.step([[0]])
  t.deepEqual([...observations], [0])
  t.like(first, { observations: Float32Array.from([1]), rewards: Float64Array.from([1]) })
})
