import test from 'ava'
import { type AgentState, agentFactory, configure, normalisedObservations } from '#src/agents/index.js'
import { defineSpace, integer, type Space } from '#src/index.js'
import { contextFor, measured, transition } from './loop.js'

const space = defineSpace({ x: integer(0, 99) }) as unknown as Space
const observationSpace = {
  kind: 'box' as const,
  size: 2,
  names: ['small', 'large'],
  low: Float32Array.of(0, 0),
  high: Float32Array.of(1, 1000),
}
const context = (state?: AgentState) => ({ ...contextFor(space), observationSpace, ...(state && { state }) })

/** Notes what it is shown and told. */
const spy = (seen: Float32Array[]) =>
  agentFactory('spy', ({ observationSpace: box }) => ({
    name: 'spy',
    ask: requests =>
      requests.map(({ trial, observation }) => {
        seen.push(observation)
        return { action: configure({ x: trial }) }
      }),
    tell: transitions => {
      for (const { observation, nextObservation } of transitions) seen.push(observation, nextObservation)
    },
    save: () => ({ kind: 'spy', version: 1, json: { low: [...(box.low ?? [])] }, buffers: {} }),
  }))

const ask = (trial: number, ...observation: number[]) => ({
  trial,
  slot: 0,
  observation: Float32Array.from(observation),
})
const rounded = (row: Float32Array | undefined): number[] => Array.from(row ?? [], value => Number(value.toFixed(3)))

test('observations have mean 0 and variance 1 by those shown so far, and are told of as they were shown', async t => {
  const seen: Float32Array[] = []
  const agent = await normalisedObservations(spy(seen))(context())
  await agent.ask([ask(0, 0, 100)])
  const [suggestion] = await agent.ask([ask(1, 1, 300)])
  // Of 0 and 1, and of 100 and 300: the second one is one deviation above the mean.
  t.deepEqual(rounded(seen[1]), [1, 1])
  await agent.ask([ask(2, 0, 900)])
  if (suggestion) {
    const told = transition(1, suggestion, measured([1]))
    await agent.tell([{ ...told, observation: Float32Array.of(1, 300), nextObservation: Float32Array.of(0, 900) }])
  }
  t.deepEqual(seen[3], seen[1])
  // What it led to is seen with the moments of now: of 100, 300 and 900 mean 433.3, deviation 339.9.
  t.deepEqual(rounded(seen[4]), [-Number(Math.SQRT1_2.toFixed(3)), 1.373])
})

test('the moments, and what is pending, are saved with the agent', async t => {
  const [whole, first, second]: [Float32Array[], Float32Array[], Float32Array[]] = [[], [], []]
  const [undisturbed, stopped] = [
    await normalisedObservations(spy(whole))(context()),
    await normalisedObservations(spy(first))(context()),
  ]
  const later = async (agent: typeof stopped): Promise<void> => {
    const told = transition(1, { action: configure({ x: 1 }) }, measured([1]))
    await agent.tell([{ ...told, observation: Float32Array.of(1, 300), nextObservation: Float32Array.of(0, 900) }])
    await agent.ask([ask(2, 0.5, 10)])
  }
  for (const agent of [undisturbed, stopped]) await agent.ask([ask(0, 0, 100), ask(1, 1, 300)])
  const state = await stopped.save()
  const resumed = await normalisedObservations(spy(second))(
    context({ ...state, json: JSON.parse(JSON.stringify(state.json)) }),
  )
  await later(undisturbed)
  await later(resumed)
  t.deepEqual(second, whole.slice(2))
  t.deepEqual(await resumed.save(), await undisturbed.save())
})

test('the agent is told the bounds of what it sees', async t => {
  const state = await (await normalisedObservations(spy([]))(context())).save()
  t.deepEqual((state.json as { agent: { json: unknown } }).agent.json, { low: [-10, -10] })
})
