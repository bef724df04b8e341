import test from 'ava'
import { type AskRequest, dqn, ppo, type Suggestion, type Transition } from '#src/agents/index.js'
import { openEngine } from '#src/agents/networks/engine.js'
import { choice, defineSpace, integer, type Space } from '#src/index.js'
import { request as bare, transition as bareTransition, contextFor, measured } from '../loop.js'

const space = defineSpace({
  mode: choice('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  tile: integer(1, 100_000),
}) as unknown as Space

/** An environment that shows one number, which says nothing. */
const shown = Float32Array.from([1])
const context = (seed: number) => ({
  ...contextFor(space, seed, 1),
  observationSpace: { kind: 'box', size: 1, low: shown, high: shown, names: ['one'] } as const,
  budget: { trials: 250 },
})
const request = (trial: number): AskRequest => ({ ...bare(trial), observation: shown })
const transition = (trial: number, suggestion: Suggestion, loss: number): Transition => ({
  ...bareTransition(trial, suggestion, measured([loss]), -loss),
  observation: shown,
  nextObservation: shown,
})

/** Trials of an agent that is rewarded for mode c alone: how many of the last 50 of 250 had it. */
const favoured = async (factory: ReturnType<typeof ppo>, seed: number): Promise<number> => {
  const agent = await factory(context(seed))
  const modes: string[] = []
  for (let trial = 0; trial < 250; trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion === undefined) throw new Error('expected a suggestion')
    const mode = suggestion.action.config.mode as string
    modes.push(mode)
    await agent.tell([transition(trial, suggestion, mode === 'c' ? -1 : 0)])
  }
  await agent.close?.()
  return modes.slice(-50).filter(mode => mode === 'c').length
}

test.serial('PPO comes to draw the value that is rewarded, which chance takes one time in eight', async t => {
  for (const seed of [1, 2, 3]) {
    const count = await favoured(ppo(), seed)
    t.true(count >= 30, `seed ${seed}: ${count} of 50`)
  }
})

test.serial('tensors are back to where they were once an agent is closed', async t => {
  const { tf } = await openEngine()
  const before = tf.memory().numTensors
  for (const factory of [ppo({ rolloutTrials: 4 }), dqn({ learningStarts: 4, batchSize: 4 })]) {
    const agent = await factory(context(1))
    for (let trial = 0; trial < 20; trial++) {
      const [suggestion] = await agent.ask([request(trial)])
      if (suggestion) await agent.tell([transition(trial, suggestion, trial)])
    }
    await agent.close?.()
    await agent.close?.()
  }
  t.is(tf.memory().numTensors, before)
})

test('an option out of range is refused by its name', t => {
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => ppo({ gamma: 1.5 }), /ppo: expected gamma in \[0, 1\], got 1.5/],
    [() => ppo({ epochs: 0 }), /ppo: expected epochs to be a whole number of 1 or more, got 0/],
    [() => ppo({ clip: { from: 0.2, to: -1 } }), /ppo: expected clip >= 0/],
    [() => ppo({ rolloutTrials: 1 }), /ppo: expected rolloutTrials to be a whole number of 2 or more, got 1/],
    [() => dqn({ capacity: 0.5 }), /dqn: expected capacity to be a whole number of 1 or more, got 0.5/],
    [() => dqn({ epsilon: 2 }), /dqn: expected epsilon in \[0, 1\], got 2/],
  ]
  for (const [make, message] of cases) t.throws(make, { code: 'InvalidAgent', message })
})

test('an observation of no numbers is refused, since no network sees anything in it', async t => {
  await t.throwsAsync(async () => ppo()(contextFor(space, 1, 1)), {
    code: 'InvalidAgent',
    message: 'ppo: expected an observation of one number or more, got []',
  })
})
