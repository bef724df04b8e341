import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { onnx } from '#src/profilers/onnx/index.js'
import { failureOf, limits, profileOf } from './profiles.js'
import { dense, onnxModel } from './write-model.js'

type Shapes = Readonly<Record<string, readonly (number | string)[]>>

/** The shapes that a session declares for inputs and outputs. */
const shapesOf = async (model: string | Uint8Array, freeDimensionOverrides: Record<string, number>) => {
  let shapes: Shapes = {}
  const profiler = onnx({
    model,
    session: () => ({ freeDimensionOverrides }),
    dimensions: () => ({ length: 5 }),
    extra: {
      metrics: [],
      measure: ({ inputMetadata, outputMetadata }) => {
        const all = [...inputMetadata, ...outputMetadata]
        shapes = Object.fromEntries(all.flatMap(port => (port.isTensor ? [[port.name, port.shape]] : [])))
        return {}
      },
    },
    limits,
  })
  const { metrics } = await profileOf(profiler, {})
  return { shapes, metrics }
}

test('free dimensions that are overridden are fixed in the session, outputs included, and fill the feeds', async t => {
  const model = dense(4, 3)
  const { shapes, metrics } = await shapesOf(model, { batch: 300 })
  t.deepEqual(shapes, { input: [300, 4], output: [300, 3] })
  t.is(metrics.modelBytes, model.byteLength)
})

test('other free dimensions stay free', async t => {
  const model = onnxModel({
    inputs: [{ name: 'input', shape: ['batch', 'length', 2] }],
    outputs: [{ name: 'output', shape: ['batch', 'length', 2] }],
    nodes: [{ type: 'Neg', inputs: ['input'], outputs: ['output'] }],
  })
  t.deepEqual((await shapesOf(model, { batch: 2 })).shapes, { input: [2, 'length', 2], output: [2, 'length', 2] })
})

test('a model whose weights are in a file beside it keeps them', async t => {
  const folder = await mkdtemp(join(tmpdir(), 'paretune-models-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const values = new Float32Array(4 * 3).fill(2)
  const model = dense(4, 3, { values, file: 'weights.bin' })
  await writeFile(join(folder, 'weights.bin'), values)
  await writeFile(join(folder, 'model.onnx'), model)
  const profiler = onnx({
    model: join(folder, 'model.onnx'),
    session: () => ({ freeDimensionOverrides: { batch: 2 } }),
    feeds: () => ({ input: 1 }),
    reference: () => ({ expected: { output: [8, 8, 8, 8, 8, 8] } }),
    limits,
  })
  const { metrics } = await profileOf(profiler, {})
  t.is(metrics.modelBytes, model.byteLength)
})

test('a size that is no positive whole number is CompileFailed', async t => {
  for (const batch of [0, -1, 1.5]) {
    const session = () => ({ freeDimensionOverrides: { batch } })
    const failure = await failureOf(onnx({ model: dense(4, 3), session, limits }), {})
    t.is(failure._tag, 'CompileFailed')
    t.is(failure.message, `expected a whole number of at least 1 for \`batch\`, got ${batch}`)
  }
})

test('an override of a dimension that there is not, or in what is no model, is CompileFailed', async t => {
  const overridden = (model: Uint8Array) =>
    failureOf(onnx({ model, session: () => ({ freeDimensionOverrides: { batches: 2 } }), limits }), {})
  const failure = await overridden(dense(4, 3))
  t.is(failure._tag, 'CompileFailed')
  t.is(failure.message, 'expected free dimensions of the model (batch), got batches')
  for (const text of ['no model at all', '']) {
    t.is((await overridden(new TextEncoder().encode(text)))._tag, 'CompileFailed')
  }
})
