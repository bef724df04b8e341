import test from 'ava'
import type { Agent, Suggestion } from '#src/agents/index.js'
import { hypervolume } from '#src/pareto/index.js'
import { random, smsEmoa } from '#src/search/index.js'
import { defineSpace, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'
import { feasibleLosses, kernelOutcome, kernelSpace } from '../../problems/kernel.js'

interface Parent {
  readonly trial: number
  readonly losses: readonly number[] | null
  readonly violation: number
}
const parentsOf = async (agent: Agent): Promise<readonly Parent[]> => {
  const { strategy } = (await agent.save()).json as unknown as { strategy: { parents: readonly Parent[] } }
  return strategy.parents
}
const memoOf = (suggestion: Suggestion): { readonly parents: readonly number[] } =>
  suggestion.memo as unknown as { parents: number[] }

const ask = async (agent: Agent, trial: number): Promise<Suggestion> => {
  const [suggestion] = await agent.ask([request(trial)])
  if (suggestion === undefined) throw new RangeError('expected a suggestion, got none')
  return suggestion
}

const square = defineSpace({ x: real(0, 1), y: real(0, 1) })

test('on a mixed, conditional problem with constraints on parameters and metrics it beats random search for each of ten seeds', async t => {
  for (let seed = 1; seed <= 10; seed++) {
    const [ours, theirs] = await Promise.all(
      [smsEmoa({ population: 20 }), random()].map(async factory => {
        const { trials } = await loop(factory, contextFor(kernelSpace, seed), 400, config => ({
          outcome: kernelOutcome(config),
        }))
        return hypervolume(feasibleLosses(trials.map(({ outcome }) => outcome)), [25, 40])
      }),
    )
    t.true((ours as number) > (theirs as number), `seed ${seed}: ${ours} against ${theirs}`)
  }
})

test('all parents become feasible, and none has a made-up loss where every trial failed', async t => {
  const run = (outcomeOf: typeof kernelOutcome) =>
    loop(smsEmoa({ population: 10 }), contextFor(kernelSpace), 300, config => ({ outcome: outcomeOf(config) }))
  const feasible = await parentsOf((await run(kernelOutcome)).agent)
  t.is(feasible.length, 10)
  for (const { losses, violation } of feasible) t.true(losses !== null && violation === 0)
  const without = await parentsOf((await run(() => failed)).agent)
  t.deepEqual(
    without.map(({ losses }) => losses),
    new Array(10).fill(null),
  )
})

test('no ask waits, and each outcome takes part at once, whichever trial it is of', async t => {
  const agent = await smsEmoa({ population: 3 })(contextFor(square))
  const asked: Suggestion[] = []
  for (let trial = 0; trial < 8; trial++) asked.push(await ask(agent, trial))
  t.true(asked.every(suggestion => memoOf(suggestion).parents.length === 0))
  const tell = (trial: number, losses: number[]) =>
    agent.tell([transition(trial, asked[trial] as Suggestion, measured(losses))])
  await tell(7, [0, 4])
  await tell(2, [2, 2])
  await tell(5, [4, 0])
  for (const parent of memoOf(await ask(agent, 8)).parents) t.true([7, 2, 5].includes(parent))
  await tell(1, [1, 1])
  t.deepEqual(
    (await parentsOf(agent)).map(({ trial }) => trial),
    [7, 5, 1],
  )
})

test('a trial of the caller takes part too, and is never proposed again', async t => {
  const agent = await smsEmoa({ population: 2 })(contextFor(square))
  await agent.tell([byCaller(0, { x: 0, y: 0 }, measured([0, 0])), byCaller(1, { x: 1, y: 0 }, measured([1, 1]))])
  for (let trial = 2; trial < 60; trial++) {
    const suggestion = await ask(agent, trial)
    t.true(suggestion.action.config.x !== 0 || suggestion.action.config.y !== 0)
    t.true(memoOf(suggestion).parents.every(parent => parent < 2))
  }
})

test('options out of range are refused by name', t => {
  const refused = (options: Parameters<typeof smsEmoa>[0], message: string): void => {
    t.throws(() => smsEmoa(options), { code: 'InvalidAgent', message })
  }
  refused({ population: 1 }, 'smsEmoa: expected a whole number of at least 2 for `population`, got 1')
  refused({ mutation: { eta: -1 } }, 'smsEmoa: expected a number of at least 0 for `mutation.eta`, got -1')
})
