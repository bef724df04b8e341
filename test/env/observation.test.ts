import test from 'ava'
import type { OpProfile } from '#src/core/index.js'
import { bottleneckFeatures, configure, type ObserveOptions } from '#src/env/index.js'
import { createTuningEnv, defineSpace, integer, minimize } from '#src/index.js'
import type { Profiler } from '#src/profilers/index.js'
import { checkEnv } from '#src/testing/index.js'

const op = (name: string, share: number): OpProfile => ({ name, timeMs: share, count: 1, share })
const OPS = [op('Relu', 0.25), op('Conv', 0.5), op('MatMul', 0.125), op('Add', 0.125)]

test('bottlenecks are the shares of the operators named, or of the longest', t => {
  t.deepEqual(bottleneckFeatures(OPS, ['MatMul', 'Gather', 'Conv']), [0.125, 0, 0.5])
  t.deepEqual(bottleneckFeatures(OPS, 2), [0.5, 0.25])
  t.deepEqual(bottleneckFeatures([], 2), [0, 0])
})

/** Fails for a batch of 3. */
const model: Profiler<{ batch: number }, 'latencyMs'> = {
  name: 'model',
  metrics: [{ name: 'latencyMs', unit: 'ms' }],
  profile:
    ({ batch }) =>
    async () =>
      batch === 3
        ? { _tag: 'Left', left: { _tag: 'RunFailed', message: 'three' } }
        : { _tag: 'Right', right: { metrics: { latencyMs: batch }, ops: OPS, costMs: 1, phases: {}, machine: 'here' } },
}
const open = (observe?: ObserveOptions) =>
  createTuningEnv({
    space: defineSpace({ batch: integer(1, 3) }),
    profiler: model,
    objectives: { latency: minimize('latencyMs') },
    budget: { trials: 5 },
    ...(observe && { observe }),
  })

test('observations end with the bottlenecks of the last trial where that is asked for, within their bounds', async t => {
  for (const [ops, names, shares] of [
    [
      ['Conv', 'MatMul'],
      ['lastOp/Conv', 'lastOp/MatMul'],
      [0.5, 0.125],
    ],
    [3, ['lastOp/#1', 'lastOp/#2', 'lastOp/#3'], [0.5, 0.25, 0.125]],
  ] as const) {
    t.deepEqual(await checkEnv(open({ ops }), { actions: [configure({ batch: 1 }), configure({ batch: 3 })] }), [])
    const env = open({ ops })
    const plain = open()
    t.deepEqual(env.observationSpace.names, [...plain.observationSpace.names, ...names])
    const last = (observation: Float32Array) => [...observation.slice(-names.length)]
    t.deepEqual(
      last((await env.reset()).observation),
      names.map(() => 0),
    )
    const { observation } = await env.step(configure({ batch: 1 }))
    t.deepEqual(last(observation), [...shares])
    await plain.reset()
    t.deepEqual([...observation.slice(0, -names.length)], [...(await plain.step(configure({ batch: 1 }))).observation])
    t.deepEqual(
      last((await env.step(configure({ batch: 3 }))).observation),
      names.map(() => 0),
    )
  }
})
