import test from 'ava'
import { type OnnxFeed, type OnnxTensors, onnx } from '#src/profilers/onnx/index.js'
import { contextOf } from '../context.js'
import { failureOf, limits, profileOf } from './profiles.js'
import { adder, dense, single, type Type } from './write-model.js'

/** What goes into `input`, and its shape. */
const fed = async (
  model: Uint8Array,
  parts: object,
  seed = 1,
): Promise<{ dims: readonly number[]; values: unknown }> => {
  const seen: OnnxTensors[] = []
  const run: Parameters<typeof onnx>[0]['run'] = async (session, feeds) => {
    seen.push(feeds)
    return (await session.run(feeds)) as OnnxTensors
  }
  await profileOf(onnx({ model, run, ops: false, limits, ...parts }), {}, contextOf({ seed }))
  const { input } = seen[0] ?? {}
  return { dims: input?.dims ?? [], values: input?.data }
}

test('values fill the shape that the model declares, free dimensions from `dimensions` or their number', async t => {
  const values = Float32Array.from({ length: 8 }, (_, i) => i)
  const feeds = () => ({ input: values })
  const model = dense(4, 3)
  for (const dimensions of [{ batch: 2 }, { input: [2, 4] }, {}]) {
    t.deepEqual(await fed(model, { feeds, dimensions: () => dimensions }), { dims: [2, 4], values })
  }
  t.deepEqual(await fed(model, { feeds: () => ({ input: [...values] }) }), { dims: [2, 4], values })
})

test('one number fills an input, in the type of the input', async t => {
  for (const [type, value, expected] of [
    ['float32', 2.5, Float32Array.of(2.5, 2.5)],
    ['float16', 1.5, Uint16Array.of(0x3e00, 0x3e00)],
    ['int64', 3, BigInt64Array.of(3n, 3n)],
  ] as const) {
    t.deepEqual((await fed(single('Neg', [2], type), { feeds: () => ({ input: value }) })).values, expected)
  }
  t.deepEqual((await fed(single('Not', [2], 'bool'), { feeds: () => ({ input: true }) })).values, Uint8Array.of(1, 1))
})

test('what is not given is random, from the seed of the trial and different for each set', async t => {
  const sets: OnnxTensors[] = []
  const watch = (_outputs: unknown, _config: unknown, set: number) => set >= 0
  const random = async (seed: number) =>
    (await fed(single('Neg', [64]), { verify: watch }, seed)).values as Float32Array
  const [first, again, other] = [await random(7), await random(7), await random(8)]
  t.deepEqual(first, again)
  t.notDeepEqual(first, other)
  t.true(new Set(first).size > 60)
  const integers = (await fed(single('Neg', [64], 'int64'), {})).values as BigInt64Array
  t.deepEqual([...new Set(integers)].sort(), [0n, 1n])

  const reference = (feeds: OnnxTensors) => {
    sets.push(feeds)
    return { expected: {} }
  }
  await profileOf(onnx({ model: adder(8), feeds: () => [{ state: 0 }, { state: 0 }], reference, limits }), {})
  t.is(sets.length, 2)
  t.deepEqual(sets[0]?.state?.data, sets[1]?.state?.data)
  t.notDeepEqual(sets[0]?.input?.data, sets[1]?.input?.data)
})

test('feeds that cannot be made say what was expected', async t => {
  const failing = async (
    feeds: Record<string, OnnxFeed>,
    dimensions = {},
    type: Type = 'float32',
    shape: (number | string)[] = ['batch', 4],
  ) => {
    const failure = await failureOf(
      onnx({ model: single('Neg', shape, type), feeds: () => feeds, dimensions: () => dimensions, limits }),
      {},
    )
    t.is(failure._tag, 'RunFailed')
    return failure.message
  }
  const unknown = 'expected `dimensions` with the free dimensions of `input` (batch) or its whole shape, got neither'
  t.is(await failing({}), unknown)
  t.is(await failing({ input: [1, 2, 3] }), unknown)
  t.is(await failing({ input: [1, 2, 3] }, { batch: 1 }), 'expected 4 values for `input` of shape [1,4], got 3')
  t.is(await failing({}, { input: [2, 3] }), 'expected a shape for `input` like [batch,4], got [2,3]')
  t.is(await failing({ inputs: 1 }), 'expected feeds for input, got "inputs"')
  t.is(
    await failing({}, {}, 'float32', ['', '']),
    unknown.replace('(batch)', '(one without a name, one without a name)'),
  )
})
