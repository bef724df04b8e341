import test from 'ava'
import type { OpProfile } from '#src/core/index.js'
import {
  best,
  bottleneckFeatures,
  bottlenecks,
  budget,
  configure,
  context,
  currentConfig,
  defaultObservation,
  frontSummary,
  history,
  lastProfile,
  type ObservationPart,
  stagnation,
} from '#src/env/index.js'
import { atMost, createTuningEnv, defineSpace, integer, maximize, minimize } from '#src/index.js'
import type { Profiler } from '#src/profilers/index.js'
import { checkEnv } from '#src/testing/index.js'

const op = (name: string, share: number): OpProfile => ({ name, timeMs: share, count: 1, share })
const OPS = [op('Relu', 0.25), op('Conv', 0.5), op('MatMul', 0.125), op('Add', 0.125)]
/** Latency and rate by batch; a batch of 3 fails, one of 5 is infeasible. */
const FIGURES: Readonly<Record<number, readonly [latencyMs: number, rate: number]>> = {
  1: [10, 10],
  2: [5, 8],
  4: [20, 40],
  5: [30, 90],
}
const model: Profiler<{ batch: number }, 'latencyMs' | 'rate'> = {
  name: 'model',
  metrics: [
    { name: 'latencyMs', unit: 'ms' },
    { name: 'rate', unit: '1/s' },
  ],
  profile:
    ({ batch }) =>
    async () => {
      const [latencyMs, rate] = FIGURES[batch] ?? []
      return latencyMs === undefined || rate === undefined
        ? { _tag: 'Left', left: { _tag: 'RunFailed', message: 'three' } }
        : { _tag: 'Right', right: { metrics: { latencyMs, rate }, ops: OPS, costMs: 1, phases: {}, machine: 'here' } }
    },
}
const open = (observe?: readonly ObservationPart[]) =>
  createTuningEnv({
    space: defineSpace({ batch: integer(1, 5) }),
    profiler: model,
    objectives: { latency: minimize('latencyMs'), rate: maximize('rate') },
    constraints: { limit: atMost('latencyMs', 25) },
    budget: { trials: 5 },
    ...(observe && { observe }),
  })

/** What is observed at the reset and after each batch, by name. */
const observed = async (observe: readonly ObservationPart[] | undefined, batches: readonly number[]) => {
  const env = open(observe)
  const rows = [(await env.reset()).observation]
  for (const batch of batches) rows.push((await env.step(configure({ batch }))).observation)
  const { names, low, high } = env.observationSpace
  return {
    bounds: Object.fromEntries(names.map((name, i) => [name, [low[i], high[i]]])),
    rows: rows.map(row => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
  }
}
/** x / (1 + |x|), as float32. */
const squashed = (x: number) => Math.fround(x / (1 + Math.abs(x)))

test('by default an observation shows budget, stagnation, the last profile, the best one and the last configuration, in this order', async t => {
  const { bounds, rows } = await observed(undefined, [1, 2, 5, 3])
  t.deepEqual(Object.entries(bounds), [
    ['budgetLeft', [0, 1]],
    ['stagnation', [0, 1]],
    ['lastFailed', [0, 1]],
    ['lastInfeasible', [0, 1]],
    ['last/latency', [-1, 1]],
    ['last/rate', [-1, 1]],
    ['best/latency', [-1, 1]],
    ['best/rate', [-1, 1]],
    ['lastConfig/0', [0, 1]],
  ])
  const [start, first, second, infeasible, failed] = rows
  t.true(Object.entries(start ?? {}).every(([name, value]) => value === (name === 'budgetLeft' ? 1 : 0)))
  t.like(first, { budgetLeft: Math.fround(0.8), 'last/latency': 0, 'best/latency': 0, stagnation: 0 })
  // From 10 to 5 ms, and from 10 to 8 in a second.
  t.like(second, { 'last/latency': squashed(0.5), 'last/rate': squashed(-0.2), lastInfeasible: 0 })
  t.like(infeasible, { lastInfeasible: 1, 'last/latency': squashed(-2), 'last/rate': squashed(8), 'lastConfig/0': 1 })
  t.like(failed, { lastFailed: 1, lastInfeasible: 0, 'last/latency': 0, stagnation: 0.5, 'lastConfig/0': 0.5 })
})

test('parts compose in the order given, each on its own numbers', async t => {
  const parts = [currentConfig(), best(), lastProfile(), stagnation(), budget()]
  const [shuffled, plain] = [await observed(parts, [1, 2, 5, 3]), await observed(undefined, [1, 2, 5, 3])]
  t.deepEqual(shuffled.rows, plain.rows)
  t.deepEqual(Object.keys(shuffled.bounds).slice(0, 3), ['lastConfig/0', 'best/latency', 'best/rate'])
})

test('the history shows the last trials, the newest first, and zeros where there were fewer', async t => {
  const { bounds, rows } = await observed([history(2)], [1, 2, 3])
  t.deepEqual(Object.keys(bounds), [
    'history/1/failed',
    'history/1/latency',
    'history/1/rate',
    'history/2/failed',
    'history/2/latency',
    'history/2/rate',
  ])
  t.deepEqual(
    rows.map(row => Object.values(row)),
    [
      [0, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0],
      [0, squashed(0.5), squashed(-0.2), 0, 0, 0],
      [1, 0, 0, 0, squashed(0.5), squashed(-0.2)],
    ],
  )
})

test('the front is summed up by its size, its spread and its part of the box between the baseline and the best', async t => {
  const { rows } = await observed([frontSummary()], [1, 2, 4])
  const values = rows.map(row => Object.values(row))
  t.deepEqual(values[0], [0, 0, 0, 0])
  t.deepEqual(values[1], [0.5, 0, 0, 0])
  // 5 to 10 ms and 8 to 10 in a second, in units of the baseline; nothing is better than that in both.
  t.deepEqual(values[2], [Math.fround(2 / 3), squashed(0.5), squashed(0.2), 0])
  t.deepEqual(values[3], [0.75, squashed(1.5), squashed(3.2), 0])
})

test('the hypervolume is a part of the box where the front is better than the baseline in all objectives', t => {
  const numbers = frontSummary()({ goals: { names: ['a', 'b'] } } as never)
  const row = new Float32Array(4)
  const front = [{ losses: [1, 3] }, { losses: [2, 2] }, { losses: [3, 1] }]
  numbers.write({ front, reference: { losses: [4, 4] } } as never, row)
  // The box is 3 by 3, and 6 of its 9 cells are dominated.
  t.deepEqual([...row], [0.75, squashed(0.5), squashed(0.5), Math.fround(6 / 9)])
})

test('bottlenecks are the shares of the operators named, or of the longest', async t => {
  t.deepEqual(bottleneckFeatures(OPS, ['MatMul', 'Gather', 'Conv']), [0.125, 0, 0.5])
  t.deepEqual(bottleneckFeatures(OPS, 2), [0.5, 0.25])
  t.deepEqual(bottleneckFeatures([], 2), [0, 0])
  for (const [which, expected] of [
    [['Conv', 'MatMul'], { 'lastOp/Conv': 0.5, 'lastOp/MatMul': 0.125 }],
    [3, { 'lastOp/#1': 0.5, 'lastOp/#2': 0.25, 'lastOp/#3': 0.125 }],
  ] as const) {
    const { rows } = await observed([bottlenecks(which)], [1, 3])
    const nothing = Object.fromEntries(Object.keys(expected).map(name => [name, 0]))
    t.deepEqual(rows, [nothing, expected, nothing])
  }
})

test('a part added to the default ones changes none of their numbers', async t => {
  const { rows } = await observed([...defaultObservation(), bottlenecks(1)], [1, 2, 5, 3])
  const plain = await observed(undefined, [1, 2, 5, 3])
  t.deepEqual(
    rows.map(({ 'lastOp/#1': _, ...row }) => row),
    plain.rows,
  )
})

test('a context is shown in every observation', async t => {
  const { bounds, rows } = await observed([context({ cores: 0.25, memory: -1 })], [1])
  t.deepEqual(bounds, { 'context/cores': [-1, 1], 'context/memory': [-1, 1] })
  t.deepEqual(rows, [
    { 'context/cores': 0.25, 'context/memory': -1 },
    { 'context/cores': 0.25, 'context/memory': -1 },
  ])
})

test('a part of one’s own declares its numbers and writes them', async t => {
  const measured: ObservationPart = ({ goals }) => ({
    names: ['measured', 'objectives'],
    low: [0, 1],
    high: [1, 9],
    write: ({ trials }, row) => {
      row[0] = trials.filter(({ outcome }) => outcome._tag === 'Measured').length / Math.max(1, trials.length)
      row[1] = goals.names.length
    },
  })
  const { bounds, rows } = await observed([budget(), measured], [1, 3])
  t.deepEqual(bounds, { budgetLeft: [0, 1], measured: [0, 1], objectives: [1, 9] })
  t.like(rows[2], { measured: 0.5, objectives: 2, budgetLeft: Math.fround(0.6) })
})

test('every composition passes the environment checker', async t => {
  const actions = [4, 2, 3, 5, 1].map(batch => configure({ batch }))
  for (const parts of [
    defaultObservation(),
    [frontSummary(), history(3), context({ cores: 1 }), bottlenecks(2), bottlenecks(['Conv'])],
  ])
    t.deepEqual(await checkEnv(open(parts), { actions }), [])
})

test('what cannot be observed is refused by name', t => {
  t.throws(() => open([budget(), best(), budget()]), { code: 'InvalidStudy', message: /got `budgetLeft` twice/ })
  t.throws(() => context({ cores: 64 }), { code: 'InvalidStudy', message: /\[-1, 1\] for `cores`, got 64/ })
  t.throws(() => context({ cores: Number.NaN }), { code: 'InvalidStudy' })
  t.throws(() => history(0), { code: 'InvalidStudy', message: /history: expected a whole number >= 1, got 0/ })
  t.throws(() => bottlenecks(1.5), { code: 'InvalidStudy', message: /bottlenecks: expected a whole number/ })
})
