import test from 'ava'
import { openEngine } from '#src/agents/networks/engine.js'
import { type Env, trainReinforce } from '#src/index.js'

/** Worth 1 for each step in which the action is the number that is shown, 0 or 1; an episode has 8 steps, and is cut off or ends there. */
const echo = ({ isCut = false, masked = false, resets = [] as unknown[] } = {}): Env<readonly number[]> => {
  let [steps, shown] = [0, 0]
  const now = () => ({
    observation: Float32Array.of(shown),
    info: {},
    ...(masked && { mask: Uint8Array.from([1 - shown, shown, 0]) }),
  })
  return {
    observationSpace: { kind: 'box', size: 1, names: ['shown'], low: Float32Array.of(0), high: Float32Array.of(1) },
    actionSpace: { kind: 'multi-discrete', sizes: [masked ? 3 : 2] },
    reset: async options => {
      resets.push(options?.seed)
      ;[steps, shown] = [0, 0]
      return now()
    },
    step: async ([action]) => {
      const reward = action === shown ? 1 : 0
      shown = ++steps % 3 === 0 ? 1 - shown : shown
      return { ...now(), reward, terminated: steps === 8 && !isCut, truncated: steps === 8 && isCut }
    },
    close: async () => {},
  }
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0)

for (const isCut of [false, true])
  test.serial(`it learns to repeat what it is shown, in episodes that ${isCut ? 'are cut off' : 'end'}`, async t => {
    for (const seed of [1, 2, 3]) {
      const returns: number[] = []
      const learner = await trainReinforce(echo({ isCut }), {
        totalSteps: 4000,
        learningRate: 1e-2,
        gamma: 0.5,
        seed,
        onEpisode: ({ reward }) => returns.push(reward),
      })
      const greedy: number[] = []
      for (const shown of [0, 1])
        greedy.push((await learner.act(Float32Array.of(shown), { greedy: true })).action[0] as number)
      learner.close()
      t.deepEqual(greedy, [0, 1], `seed ${seed}`)
      // Chance gets 4 of 8.
      t.true(mean(returns.slice(-20)) >= 7, `seed ${seed}: ${mean(returns.slice(-20))}`)
      t.true(mean(returns.slice(0, 10)) < 6, `seed ${seed}: ${mean(returns.slice(0, 10))} to begin with`)
    }
  })

test.serial('it learns a real action, whose best value is 2 away from where the policy starts', async t => {
  for (const seed of [1, 2, 3]) {
    const env: Env<readonly number[]> = {
      ...echo(),
      actionSpace: { kind: 'box', size: 1, names: ['x'], low: Float32Array.of(-5), high: Float32Array.of(5) },
      reset: async () => ({ observation: Float32Array.of(1), info: {} }),
      step: async ([x = 0]) => ({
        observation: Float32Array.of(1),
        reward: -Math.abs(x - 2),
        terminated: true,
        truncated: false,
        info: {},
      }),
    }
    const settings = { totalSteps: 3000, episodesPerUpdate: 20, learningRate: 2e-2, seed }
    const learner = await trainReinforce(env, settings)
    const { action } = await learner.act(Float32Array.of(1), { greedy: true })
    learner.close()
    t.true(Math.abs((action[0] as number) - 2) < 0.5, `seed ${seed}: ${action[0]}`)
  }
})

test.serial('what an environment forbids is never tried', async t => {
  const returns: number[] = []
  const learner = await trainReinforce(echo({ masked: true }), {
    totalSteps: 200,
    episodesPerUpdate: 5,
    onEpisode: ({ reward }) => returns.push(reward),
  })
  learner.close()
  // Of three actions the one that is shown is the only one allowed.
  t.deepEqual(new Set(returns), new Set([8]))
})

test.serial(
  'episodes are whole, an update follows each batch of them, and one that answers true ends the training',
  async t => {
    const resets: unknown[] = []
    const told: number[] = []
    const episodes: number[] = []
    const train = (totalSteps: number, most: number) =>
      trainReinforce(echo({ resets }), {
        totalSteps,
        episodesPerUpdate: 3,
        seed: 5,
        hidden: [4],
        onUpdate: ({ steps }) => told.push(steps) >= most,
        onEpisode: ({ steps, length }) => episodes.push(steps, length),
      })
    ;(await train(30, 99)).close()
    t.deepEqual(episodes, [8, 8, 16, 8, 24, 8, 32, 8])
    t.deepEqual(told, [24, 32])
    t.deepEqual(resets, [5, undefined, undefined, undefined])
    told.length = 0
    ;(await train(300, 2)).close()
    t.deepEqual(told, [24, 48])
  },
)

test.serial('the same seed gives the same policy, another one another', async t => {
  const thetaOf = async (seed: number) => {
    const learner = await trainReinforce(echo(), { totalSteps: 100, episodesPerUpdate: 4, hidden: [4], seed })
    learner.close()
    return learner.save().theta
  }
  const theta = await thetaOf(1)
  t.deepEqual(await thetaOf(1), theta)
  t.notDeepEqual(await thetaOf(2), theta)
})

test.serial('tensors are back to where they were once a learner is closed', async t => {
  const { tf } = await openEngine()
  const before = tf.memory().numTensors
  const learner = await trainReinforce(echo(), { totalSteps: 100, hidden: [4] })
  await learner.act(Float32Array.of(1))
  learner.close()
  learner.close()
  t.is(tf.memory().numTensors, before)
})
