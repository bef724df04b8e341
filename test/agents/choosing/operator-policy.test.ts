import test from 'ava'
import {
  makePolicy,
  type Operator,
  operatorEnv,
  operatorPolicy,
  operatorPolicyShape,
  type Policy,
  parsePolicy,
  trainPpo,
} from '#src/agents/index.js'
import {
  type Config,
  createTuningEnv,
  defineSpace,
  integer,
  minimize,
  profiler,
  type Space,
  simulatedClock,
  vectorEnv,
} from '#src/index.js'
import { standardOperators } from '#src/search/index.js'
import { checkEnv } from '#src/testing/index.js'
import { contextFor, loop, measured } from '../loop.js'

const space = defineSpace({ x: integer(0, 63), y: integer(0, 63) })
const plain = space as unknown as Space
const lossOf = ({ x, y }: Config): number => 1 + Math.abs(Number(x) - 50) + Math.abs(Number(y) - 10)
const bowl = profiler({
  name: 'bowl',
  metrics: { loss: { unit: '1', better: 'lower' } },
  measure: async (config: Config) => ({ loss: lossOf(config) }),
})
const problem = (trials: number) => ({
  name: 'bowl',
  space: plain,
  env: createTuningEnv({
    space,
    profiler: bowl,
    objectives: { loss: minimize('loss') },
    budget: { trials },
    clock: simulatedClock(),
  }) as never,
})

/** Of these, the second one alone leads anywhere. */
const operators: readonly Operator[] = [
  { name: 'corner', propose: ({ rng }) => ({ x: rng.integer(0, 20), y: rng.integer(40, 63) }) },
  ...standardOperators().filter(({ name }) => name === 'adjacent neighbour'),
]

test('the environment of operators keeps the rules of environments', async t => {
  t.deepEqual(await checkEnv(operatorEnv([problem(12)], operators), { actions: [[0], [1], [1]], random: true }), [])
})

test('rewards add up to the gains on the least loss, weighted by the trial', async t => {
  const gains = { from: 100, at: (trial: number) => 1 / (1 + trial) }
  const env = operatorEnv([{ ...problem(10), gains }], operators)
  await env.reset({ seed: 3 })
  let least = 100
  for (let trial = 0; trial < 10; trial++) {
    const step = await env.step([trial % 2])
    const trialTold = (step.info as { trial?: { config: Config } }).trial
    const now = trialTold ? Math.min(least, lossOf(trialTold.config)) : least
    t.is(step.reward, (least - now) / (1 + trial))
    least = now
    t.is(step.terminated, trial === 9)
  }
  t.true(least < 100)
})

let trained: Promise<Policy> | undefined
const train = (): Promise<Policy> => {
  trained ??= (async () => {
    const envs = vectorEnv(Array.from({ length: 4 }, () => operatorEnv([problem(30)], operators)))
    const learner = await trainPpo(envs, {
      totalSteps: 4800,
      rolloutSteps: 30,
      hidden: [16],
      learningRate: 1e-2,
      gamma: 0.9,
      batchSize: 60,
      entropy: 0,
    })
    const policy = makePolicy({ ...operatorPolicyShape(operators), hidden: [16] }, learner.save().theta)
    learner.close()
    return policy
  })()
  return trained
}

const usesOf = async (policy: Policy | undefined, seed: number): Promise<number> => {
  const factory = operatorPolicy(operators, policy ? { policy } : { learn: false })
  const { trials, agent } = await loop(factory, contextFor(plain, seed, 1), 40, config => ({
    outcome: measured([lossOf(config)]),
    reward: -lossOf(config),
  }))
  await agent.close?.()
  return trials.slice(5).filter(({ suggestion }) => suggestion.reason?.startsWith('adjacent')).length
}

test('a policy trained in simulation chooses the operator that leads somewhere', async t => {
  const policy = await train()
  t.true((await usesOf(policy, 1)) >= 28, `${await usesOf(policy, 1)} of 35`)
  const cold = await usesOf(undefined, 1)
  t.true(cold > 7 && cold < 28, `${cold} of 35 without training`)
})

// A process has one tfjs backend at a time: no other test may run beside it.
test.serial('a policy goes through a file and to another tfjs backend, and does there what it did', async t => {
  const policy = parsePolicy(JSON.stringify(await train()))
  const played = async (backend: 'wasm' | 'cpu'): Promise<(string | undefined)[]> => {
    const { trials, agent } = await loop(
      operatorPolicy(operators, { policy, backend }),
      contextFor(plain, 7, 1),
      30,
      config => ({ outcome: measured([lossOf(config)]), reward: -lossOf(config) }),
    )
    await agent.close?.()
    return trials.map(({ config, suggestion }) => `${suggestion.reason} ${JSON.stringify(config)}`)
  }
  t.deepEqual(await played('cpu'), await played('wasm'))
})

test('a file that is no policy is refused with one clear error', async t => {
  const policy = await train()
  for (const [input, message] of [
    ['{', 'expected a policy as JSON, got "{"'],
    [{}, 'expected a policy of paretune, got {}'],
    [{ ...policy, version: 2 }, 'expected version 1 of a policy, got 2'],
    [{ ...policy, agent: 'dqn' }, 'expected a policy of ppo, reinforce, operatorPolicy, got "dqn"'],
    [{ ...policy, inputs: 3 }, 'expected names for `inputs` of a policy, got 3'],
    [{ ...policy, hidden: [0] }, 'expected widths for `hidden` of a policy, got [0]'],
    [{ ...policy, hidden: [17] }, /^expected \d+ parameters of a policy, got \d+$/],
  ] as const)
    t.throws(() => parsePolicy(input), { code: 'InvalidAgent', message })
})

test('a policy for other members is refused, and says what differs', async t => {
  const policy = await train()
  t.throws(() => operatorPolicy(standardOperators(), { policy }), {
    code: 'InvalidAgent',
    message: 'operatorPolicy: expected a policy whose inputs[5] is "restart/recent/share", got "corner/recent/share"',
  })
})

test('it learns while it tunes, unless it was trained before', async t => {
  const context = contextFor(plain, 1, 1)
  const theta = async (options: Parameters<typeof operatorPolicy>[1]): Promise<boolean> => {
    const { agent } = await loop(operatorPolicy(operators, { ...options, rolloutTrials: 8 }), context, 20, config => ({
      outcome: measured([lossOf(config)]),
      reward: -lossOf(config),
    }))
    const fresh = await operatorPolicy(operators, { ...options, rolloutTrials: 8 })(context)
    const [after, before] = [await agent.save(), await fresh.save()]
    await agent.close?.()
    await fresh.close?.()
    return Buffer.from(after.buffers['chooser/theta'] ?? []).equals(
      before.buffers['chooser/theta'] ?? new Uint8Array(1),
    )
  }
  t.false(await theta({}))
  t.true(await theta({ policy: await train() }))
})
