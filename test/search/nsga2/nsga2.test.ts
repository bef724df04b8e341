import test from 'ava'
import type { Agent, Suggestion } from '#src/agents/index.js'
import type { Config, Outcome } from '#src/core/index.js'
import { hypervolume } from '#src/pareto/index.js'
import { nsga2, random } from '#src/search/index.js'
import { choice, defineSpace, flag, integer, on, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../../agents/loop.js'
import { feasibleLosses, kernelOutcome, kernelSpace } from '../../problems/kernel.js'

test('on a mixed, conditional problem with constraints on parameters and metrics it beats random search for each of ten seeds', async t => {
  const reference = [25, 40]
  for (let seed = 1; seed <= 10; seed++) {
    const [ours, theirs] = await Promise.all(
      [nsga2({ population: 20 }), random()].map(async factory => {
        const { trials } = await loop(factory, contextFor(kernelSpace, seed), 400, config => ({
          outcome: kernelOutcome(config),
        }))
        return hypervolume(feasibleLosses(trials.map(({ outcome }) => outcome)), reference)
      }),
    )
    t.true((ours as number) > (theirs as number), `seed ${seed}: ${ours} against ${theirs}`)
  }
})

test('all parents become feasible, and a failed trial is a parent only as long as nothing better is known', async t => {
  const { agent } = await loop(nsga2({ population: 20 }), contextFor(kernelSpace), 400, config => ({
    outcome: kernelOutcome(config),
  }))
  const { parents } = ((await agent.save()).json as { strategy: unknown }).strategy as {
    parents: { losses: number[] | null; violation: number }[]
  }
  t.is(parents.length, 20)
  for (const { losses, violation } of parents) t.true(losses !== null && violation === 0)
})

test('the losses of the last parents hold no made-up number where every trial failed', async t => {
  const { agent } = await loop(nsga2({ population: 5 }), contextFor(kernelSpace), 23, () => ({ outcome: failed }))
  const { parents } = ((await agent.save()).json as { strategy: unknown }).strategy as { parents: { losses: null }[] }
  t.deepEqual(
    parents.map(({ losses }) => losses),
    [null, null, null, null, null],
  )
})

const line = defineSpace({ x: real(0, 1), y: real(0, 1) })
const outcomeOf = (config: Config): Outcome =>
  measured([config.x as number, 1 - (config.x as number) + (config.y as number)])
interface Memo {
  readonly generation: number
  readonly parents: readonly number[]
}
const memoOf = (suggestion: Suggestion | undefined): Memo => suggestion?.memo as unknown as Memo

test('the memo tells the generation and the parents, which were told before', async t => {
  const { trials } = await loop(nsga2({ population: 10 }), contextFor(line), 35, config => ({
    outcome: outcomeOf(config),
  }))
  trials.forEach(({ suggestion }, trial) => {
    const { generation, parents } = memoOf(suggestion)
    t.is(generation, Math.floor(trial / 10))
    t.is(parents.length, generation === 0 ? 0 : 2)
    for (const parent of parents) t.true(parent < 10 * generation)
  })
})

const ask = async (agent: Agent, trial: number): Promise<Suggestion> => {
  const [suggestion] = await agent.ask([request(trial)])
  if (suggestion === undefined) throw new RangeError('expected a suggestion, got none')
  return suggestion
}

test('a generation is complete when as many outcomes are told, whichever trials they are of, and no ask ever waits', async t => {
  const agent = await nsga2({ population: 4 })(contextFor(line))
  const asked: Suggestion[] = []
  for (let trial = 0; trial < 10; trial++) asked.push(await ask(agent, trial))
  t.true(asked.every(suggestion => memoOf(suggestion).generation === 0))
  const told = [9, 1, 5, 3]
  await agent.tell(told.map(trial => transition(trial, asked[trial] as Suggestion, measured([trial, -trial]))))
  const { generation, parents } = memoOf(await ask(agent, 10))
  t.is(generation, 1)
  t.true(parents.every(trial => told.includes(trial)))
})

test('a trial of the caller joins the generation, does not complete it, and is never proposed again', async t => {
  const agent = await nsga2({ population: 2 })(contextFor(line))
  const best = { x: 0, y: 0 }
  await agent.tell(
    [7, 8, 9].map(trial =>
      byCaller(trial, trial === 7 ? best : { x: 1, y: trial / 10 }, measured(trial === 7 ? [0, 0] : [9, 9])),
    ),
  )
  const first = await ask(agent, 10)
  t.is(memoOf(first).generation, 0)
  // The same configuration once more is no second individual.
  await agent.tell([byCaller(11, best, measured([0, 0]))])
  await agent.tell([transition(10, first, measured([-1, 5])), transition(12, await ask(agent, 12), measured([6, 6]))])
  const children = await Promise.all(Array.from({ length: 40 }, (_, i) => ask(agent, 20 + i)))
  const parents = new Set(children.flatMap(child => memoOf(child).parents))
  t.deepEqual([...parents].sort(), [10, 7].sort())
  t.true(children.every(({ action }) => action.config.x !== 0 || action.config.y !== 0))
})

test('a discrete space is used up to its last configuration, then nothing is proposed', async t => {
  const small = defineSpace(
    { a: integer(1, 5), b: choice('x', 'y', 'z'), c: flag() },
    { where: [on(['a', 'b'], c => c.a < 4 || c.b === 'x')] },
  )
  const { trials } = await loop(nsga2({ population: 6 }), contextFor(small), 100, config => ({
    outcome: measured([config.a as number, config.c ? 1 : 0]),
  }))
  t.is(new Set(trials.map(({ config }) => small.fingerprint(config))).size, small.count())
  t.is(trials.length, small.count())
})

test('options out of range are refused by name', t => {
  const refused = (options: Parameters<typeof nsga2>[0], message: string): void => {
    t.throws(() => nsga2(options), { code: 'InvalidAgent', message })
  }
  refused({ population: 1 }, 'nsga2: expected a whole number of at least 2 for `population`, got 1')
  refused(
    { crossover: { probability: 1.5 } },
    'nsga2: expected a number in [0, 1] for `crossover.probability`, got 1.5',
  )
  refused({ mutation: { eta: Number.NaN } }, 'nsga2: expected a number of at least 0 for `mutation.eta`, got NaN')
})
