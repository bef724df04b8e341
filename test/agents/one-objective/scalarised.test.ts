import test from 'ava'
import { type AgentState, type Suggestion, scalarised, type Transition } from '#src/agents/index.js'
import type { Json } from '#src/core/index.js'
import { cmaEs, random, tpe } from '#src/index.js'
import { hypervolume, type Point, referenceDirections } from '#src/pareto/index.js'
import { defineSpace, real } from '#src/space/index.js'
import { byCaller, contextFor, failed, loop, measured, request, transition } from '../loop.js'
import { context, goals, judged, measuredOf, spy } from './study.js'

const ranges = { latency: [0, 10], throughput: [0, 100], energy: [1, 5] } as const
const scalars = (told: readonly Transition[]): (number | undefined)[] =>
  told.map(({ outcome }) => (outcome._tag === 'Measured' ? outcome.losses[0] : undefined))
const tell = (trial: number, ...metrics: Parameters<typeof judged>): Transition =>
  byCaller(trial, { x: trial }, judged(...metrics))

test('losses count from the better end of a given range in parts of it, a maximised objective from its upper end', async t => {
  const expected = {
    weightedSum: 0.25 * 0.2 + 0.5 * 0.3 + 0.25 * 0.5,
    tchebycheff: 0.15,
    augmentedTchebycheff: 0.15 + 0.05 * 0.325,
  }
  for (const [method, scalar] of Object.entries(expected)) {
    const { factory, told } = spy()
    const weights = { latency: 1, throughput: 2, energy: 1 }
    const agent = await scalarised(factory, { weights, ranges, method: method as never })(context())
    await agent.tell([tell(0, 2, 70, 3, 150)])
    t.true(Math.abs((scalars(told)[0] as number) - scalar) < 1e-12, method)
    t.like(told.map(measuredOf)[0], { violation: 0.5, violations: { memory: 0.5 }, feasible: false })
  }
})

test('the agent is made for one objective that is minimised, and for the constraints of the study', async t => {
  const { factory, made } = spy()
  await scalarised(factory, { ranges })(context())
  const inner = made[0]?.goals
  t.deepEqual(inner?.names, ['scalarised'])
  t.is(inner?.constraints, goals.constraints)
  t.like(inner?.judge(judged(10, 0, 5).profile), { _tag: 'Measured', losses: [1 / 3 + 0.05] })
  const objective = { direction: 'minimize', metric: 'scalarised', statistic: 'median' }
  t.deepEqual(inner?.toJSON().objectives, { scalarised: objective } as unknown as Json)
  const without = spy()
  await scalarised(without.factory)(context())
  t.like(without.made[0]?.goals.judge(judged(1, 1, 1).profile), { _tag: 'Failed' })
})

test('ranges are those of the best front of the first trials, and nothing measured is told before', async t => {
  const { factory, told } = spy()
  const agent = await scalarised(factory, { rangeTrials: 4, method: 'weightedSum' })(context())
  // Failures before anything was measured need no ranges.
  await agent.tell([byCaller(0, { x: 0 }, failed)])
  t.is(told.length, 1)
  await agent.tell([tell(1, 2, 10, 5), byCaller(2, { x: 2 }, failed), tell(3, 4, 30, 1), tell(4, 900, 1, 900)])
  t.is(told.length, 1)
  await agent.tell([tell(5, 3, 20, 2)])
  // In the order in which they came. Trial 4 is dominated: ranges are 2 ms, 20 and 4 J, counted from 0 ms, 50 and -3 J.
  t.deepEqual(
    told.map(({ trial }) => trial),
    [0, 1, 2, 3, 4, 5],
  )
  const expected = [
    undefined,
    (1 + 2 + 2) / 3,
    undefined,
    (2 + 1 + 1) / 3,
    (450 + 2.45 + 903 / 4) / 3,
    (1.5 + 1.5 + 5 / 4) / 3,
  ]
  for (const [i, scalar] of scalars(told).entries()) {
    if (expected[i] === undefined) t.is(scalar, undefined)
    else t.true(Math.abs((scalar as number) - (expected[i] as number)) < 1e-12, `trial ${i}: ${scalar}`)
  }
  // From now on they stay, whatever is measured.
  await agent.tell([tell(6, 0, 50, -3)])
  t.deepEqual(scalars(told).at(-1), 0)
})

test('where most trials fail, ranges are those of what was measured among twice as many', async t => {
  const { factory, told } = spy()
  const agent = await scalarised(factory, { rangeTrials: 3 })(context())
  await agent.tell([tell(0, 2, 10, 5)])
  for (let trial = 1; trial < 5; trial++) await agent.tell([byCaller(trial, { x: trial }, failed)])
  t.is(told.length, 0)
  await agent.tell([byCaller(5, { x: 5 }, failed)])
  t.is(told.length, 6)
  // One point has no range: its own size counts as 1, and it lies that far from where losses count from.
  t.true(Math.abs((scalars(told)[0] as number) - (1 / 3 + 0.05)) < 1e-12)
})

test('an objective with a given range and one without: only the latter waits for trials', async t => {
  const { factory, told } = spy()
  const given = { latency: ranges.latency, throughput: ranges.throughput }
  const agent = await scalarised(factory, { rangeTrials: 2, ranges: given, method: 'weightedSum' })(context())
  await agent.tell([tell(0, 5, 50, 1), tell(1, 5, 60, 3)])
  // Energy: the range 2, from -1.
  const expected = [(0.5 + 0.5 + 1) / 3, (0.5 + 0.4 + 2) / 3]
  for (const [i, scalar] of scalars(told).entries())
    t.true(Math.abs((scalar as number) - (expected[i] as number)) < 1e-12)
})

test('saved while trials are held back, it goes on as if never stopped', async t => {
  const space = defineSpace({ x: real(0, 1), y: real(0, 1) })
  const evaluate = (suggestion: Suggestion, trial: number): Transition => {
    const { x, y } = suggestion.action.config as { x: number; y: number }
    const outcome = trial % 4 === 1 ? failed : measured([x + y, 1 - x + y])
    return { ...transition(trial, suggestion, outcome), observation: Float32Array.of(trial), mask: Uint8Array.of(1) }
  }
  const factory = scalarised(cmaEs({ population: 4 }), { rangeTrials: 6 })
  const run = async (stopAt: number): Promise<unknown[]> => {
    let agent = await factory(contextFor(space))
    const proposals: unknown[] = []
    for (let trial = 0; trial < 30; trial++) {
      if (trial === stopAt) {
        const { kind, version, json, buffers } = await agent.save()
        const state: AgentState = { kind, version, json: JSON.parse(JSON.stringify(json)), buffers }
        t.deepEqual(state.json, json)
        agent = await factory({ ...contextFor(space, 99), state })
      }
      const [suggestion] = await agent.ask([request(trial)])
      proposals.push(suggestion?.action.config)
      await agent.tell([evaluate(suggestion as Suggestion, trial)])
    }
    return proposals
  }
  const undisturbed = await run(-1)
  for (const stopAt of [3, 8, 20]) t.deepEqual(await run(stopAt), undisturbed)
})

test('options out of range and objectives that the study does not have are refused by name', async t => {
  const refused = (options: Parameters<typeof scalarised>[1], message: string): void => {
    t.throws(() => scalarised(tpe(), options), { code: 'InvalidAgent', message })
  }
  refused(
    { method: 'product' as never },
    'tpe, scalarised: expected method to be one of weightedSum, tchebycheff, augmentedTchebycheff, got "product"',
  )
  refused({ rho: 0 }, 'tpe, scalarised: expected rho above 0, got 0')
  refused({ rangeTrials: 1.5 }, 'tpe, scalarised: expected rangeTrials of 1 or more, got 1.5')
  const made = async (options: Parameters<typeof scalarised>[1]) => scalarised(tpe(), options)(context())
  const expected = (message: string) => ({ code: 'InvalidAgent', message: `tpe, scalarised: expected ${message}` })
  await t.throwsAsync(
    made({ weights: { latency: 1, throughput: 1 } }),
    expected('the weight of energy of 0 or more, got undefined'),
  )
  await t.throwsAsync(
    made({ weights: { latency: 1, power: 1 } }),
    expected('objectives among "latency", "throughput", "energy", got "power"'),
  )
  await t.throwsAsync(
    made({ weights: { latency: 0, throughput: 0, energy: 0 } }),
    expected('weights of which one is above 0, got {"latency":0,"throughput":0,"energy":0}'),
  )
  await t.throwsAsync(
    made({ ranges: { latency: [3, 3] } }),
    expected('the range of latency of two different numbers, got [3,3]'),
  )
})

test('a sweep of weights spreads over a concave front, and reaches farther than random search with as many trials', async t => {
  // The quarter of the unit circle between (0, 1) and (1, 0), five variables.
  const space = defineSpace(Object.fromEntries([1, 2, 3, 4, 5].map(i => [`x${i}`, real(0, 1)])))
  const losses = ([x1 = 0, ...rest]: readonly number[]): number[] => {
    const radius = 1 + rest.reduce((sum, x) => sum + (x - 0.5) ** 2, 0)
    return [radius * Math.cos((x1 * Math.PI) / 2), radius * Math.sin((x1 * Math.PI) / 2)]
  }
  const objectives = Object.fromEntries(
    ['f1', 'f2'].map(metric => [metric, { direction: 'minimize', metric, statistic: 'median' } as const]),
  )
  const run = async (agent: Parameters<typeof loop>[0], trials: number, seed: number): Promise<Point[]> => {
    const start = contextFor(space, seed)
    const found: Point[] = []
    await loop(agent, { ...start, goals: { ...start.goals, objectives } }, trials, config => {
      found.push(losses(Object.values(config) as number[]))
      return { outcome: measured(found.at(-1) as Point) }
    })
    return found
  }
  const trials = 80
  const directions = referenceDirections(2, 5)
  const ranges = { f1: [0, 1], f2: [0, 1] } as const
  // Measured over seeds 1 to 6: .366 to .382 swept, .279 to .299 at random; the whole quarter has .425.
  for (let seed = 1; seed <= 3; seed++) {
    const swept: Point[] = []
    for (const [i, [f1 = 0, f2 = 0]] of directions.entries()) {
      swept.push(...(await run(scalarised(tpe(), { weights: { f1, f2 }, ranges }), trials, 10 * seed + i)))
    }
    const volume = hypervolume(swept, [1.1, 1.1])
    const yardstick = hypervolume(await run(random(), trials * directions.length, seed), [1.1, 1.1])
    t.true(volume > yardstick + 0.04, `${volume} against ${yardstick}`)
  }
})
