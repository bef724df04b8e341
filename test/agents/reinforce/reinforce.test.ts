import test from 'ava'
import { type Agent, type AgentFactory, type AskRequest, reinforce, type Transition } from '#src/agents/index.js'
import { openEngine } from '#src/agents/networks/engine.js'
import { choice, defineSpace, integer, type Space, trainReinforce } from '#src/index.js'
import { cartPole } from '../../env/reference/cart-pole.js'
import { request as bare, transition as bareTransition, byCaller, contextFor, measured } from '../loop.js'

const space = defineSpace({
  mode: choice('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
  tile: integer(1, 100_000),
}) as unknown as Space

/** An environment that shows one number, which says nothing. */
const shown = Float32Array.from([1])
const context = (seed: number) => ({
  ...contextFor(space, seed, 1),
  observationSpace: { kind: 'box', size: 1, low: shown, high: shown, names: ['one'] } as const,
  budget: { trials: 400 },
})
const request = (trial: number): AskRequest => ({ ...bare(trial), observation: shown })
const seen = (transition: Transition): Transition => ({ ...transition, observation: shown, nextObservation: shown })

/** Plays trials that are rewarded for mode c alone: the modes. */
const play = async (agent: Agent, from: number, to: number): Promise<string[]> => {
  const modes: string[] = []
  for (let trial = from; trial < to; trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion === undefined) throw new Error('expected a suggestion')
    const mode = suggestion.action.config.mode as string
    modes.push(mode)
    await agent.tell([seen(bareTransition(trial, suggestion, measured([0]), mode === 'c' ? 1 : 0))])
  }
  return modes
}

const favoured = async (factory: AgentFactory, seed: number): Promise<number> => {
  const agent = await factory(context(seed))
  const modes = await play(agent, 0, 400)
  await agent.close?.()
  return modes.slice(-50).filter(mode => mode === 'c').length
}

test.serial('it comes to draw the value that is rewarded, which chance takes one time in eight', async t => {
  for (const seed of [1, 2, 3]) {
    const count = await favoured(reinforce(), seed)
    t.log(`seed ${seed}: ${count} of 50`)
    t.true(count >= 30, `seed ${seed}: ${count} of 50`)
  }
})

test.serial('saved between two updates it goes on as if never stopped', async t => {
  const factory = reinforce({ episodesPerUpdate: 8, hidden: [8] })
  const whole = await factory(context(1))
  const expected = await play(whole, 0, 60)
  const before = await factory(context(1))
  const first = await play(before, 0, 29)
  const state = await before.save()
  await before.close?.()
  const after = await factory({ ...context(99), state: { ...state, json: JSON.parse(JSON.stringify(state.json)) } })
  t.deepEqual([...first, ...(await play(after, 29, 60))], expected)
  t.deepEqual(await after.save(), await whole.save())
  t.is(state.kind, 'reinforce')
  for (const agent of [whole, after]) await agent.close?.()
})

test.serial('it learns after each batch of its own trials, and from no trial of the caller', async t => {
  const agent = await reinforce({ episodesPerUpdate: 4, hidden: [4] })(context(1))
  const theta = async () => [...((await agent.save()).buffers.theta ?? [])]
  const start = await theta()
  for (let trial = 0; trial < 8; trial++)
    await agent.tell([seen(byCaller(trial, { mode: 'a', tile: trial + 1 }, measured([0]), trial))])
  await play(agent, 8, 11)
  t.deepEqual(await theta(), start)
  const [suggestion] = await agent.ask([request(11)])
  if (suggestion === undefined) throw new Error('expected a suggestion')
  await agent.tell([seen(bareTransition(11, suggestion, measured([0]), 5))])
  t.notDeepEqual(await theta(), start)
  await agent.close?.()
})

test.serial('tensors are back to where they were once an agent is closed', async t => {
  const { tf } = await openEngine()
  const before = tf.memory().numTensors
  const agent = await reinforce({ episodesPerUpdate: 4 })(context(1))
  await play(agent, 0, 10)
  await agent.close?.()
  await agent.close?.()
  t.is(tf.memory().numTensors, before)
})

test('an option out of range is refused by its name', async t => {
  const cases: readonly (readonly [() => unknown, RegExp])[] = [
    [() => reinforce({ hidden: [0] }), /reinforce: expected hidden to be whole numbers of 1 or more/],
    [() => reinforce({ learningRate: -1 }), /reinforce: expected learningRate >= 0, got -1/],
    [() => reinforce({ entropy: { from: 0, to: -1 } }), /reinforce: expected entropy >= 0/],
    [
      () => reinforce({ episodesPerUpdate: 1.5 }),
      /expected episodesPerUpdate to be a whole number of 1 or more, got 1.5/,
    ],
    [() => reinforce({ episodesPerUpdate: 1 }), /expected episodesPerUpdate >= 2 in a study, got 1/],
  ]
  for (const [make, message] of cases) t.throws(make, { code: 'InvalidAgent', message })
  await t.throwsAsync(trainReinforce(cartPole(), { totalSteps: 1, gamma: 1.5 }), {
    code: 'InvalidAgent',
    message: /reinforce: expected gamma in \[0, 1\], got 1.5/,
  })
})
