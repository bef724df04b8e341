import { loadGraphModel } from '@tensorflow/tfjs-converter'
import { io, type Scalar, type Tensor } from '@tensorflow/tfjs-core'
import test from 'ava'
import { tfjs } from '#src/profilers/tfjs/index.js'
import { type Config, profileOf, tf } from './models.js'
import { scalingGraph } from './scaling-graph.js'

// Kinds of models: layers, graphs, and steps of training.

const wasm: Config = { backend: 'wasm', batch: 8 }
const cpu: Config = { backend: 'cpu', batch: 8 }

// Whatever a test does, no tensor of it may be left when the next one starts.
test.afterEach.always(t => t.is(tf.engine().memory().numTensors, 0))

test.serial('a layers model is built, run, verified and disposed as it is', async t => {
  const layers = tfjs({
    backend: (config: Config) => config.backend,
    build: (tfjs_, { batch }) => ({
      model: tfjs_.sequential({ layers: [tfjs_.layers.dense({ units: 3, inputShape: [5], activation: 'softmax' })] }),
      images: tfjs_.ones([batch, 5]),
    }),
    run: (_tf, { model, images }) => model.predict(images, { batchSize: 64 }),
    verify: ([values]) => values?.length === 24 || `expected 24 numbers, got ${values?.length}`,
    limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
  })
  const { metrics } = await profileOf(layers, wasm)
  t.is(metrics.tensors, 3)
  t.is(metrics.tensorBytes, 4 * (5 * 3 + 3 + 8 * 5))
  t.is(metrics.leakedTensors, 0)
})

test.serial('a graph model is loaded by an injected converter, run and disposed', async t => {
  const graphs = tfjs({
    tf: { ...tf, loadGraphModel, fromMemory: io.fromMemory },
    backend: (config: Config) => config.backend,
    build: async (tfjs_, { batch }) => ({
      model: await tfjs_.loadGraphModel(tfjs_.fromMemory(scalingGraph)),
      images: tfjs_.fill([batch, 4], 3),
    }),
    run: (_tf, { model, images }) => model.predict(images) as Tensor,
    verify: ([values]) => values?.every(value => value === 6) || `expected 6 everywhere, got ${values}`,
    limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
  })
  const { metrics, ops } = await profileOf(graphs, wasm)
  t.is(metrics.leakedTensors, 0)
  t.true(metrics.latencyMs !== undefined && ops?.some(op => op.name === 'Multiply'), ops?.map(op => op.name).join())
})

test.serial('a step of training is a run: a loss by an optimizer of tfjs, whose variables are no leak', async t => {
  const training = tfjs({
    backend: (config: Config) => config.backend,
    build: (tfjs_, { batch }) => ({
      weights: tfjs_.tidy(() => tfjs_.variable(tfjs_.zeros([3, 1]))),
      images: tfjs_.ones([batch, 3]),
      optimizer: tfjs_.train.adam(0.1),
    }),
    run: (tfjs_, { weights, images, optimizer }) => {
      const loss = (): Scalar => tfjs_.mean(tfjs_.squaredDifference(tfjs_.matMul(images, weights), 1))
      return optimizer.minimize(loss, true) as Tensor
    },
    limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
  })
  const { metrics, notes } = await profileOf(training, wasm)
  t.is(metrics.leakedTensors, 0)
  t.false(
    notes?.some(note => note.includes('left over')),
    notes?.join(),
  )
})

test.serial('a step of training is a run: trainOnBatch of a layers model, which answers numbers', async t => {
  const losses: number[] = []
  const training = tfjs({
    backend: (config: Config) => config.backend,
    build: (tfjs_, { batch }) => {
      const model = tfjs_.sequential({ layers: [tfjs_.layers.dense({ units: 1, inputShape: [3] })] })
      model.compile({ optimizer: 'sgd', loss: 'meanSquaredError' })
      return { model, images: tfjs_.ones([batch, 3]), labels: tfjs_.ones([batch, 1]) }
    },
    run: async (_tf, { model, images, labels }) => {
      const loss = (await model.trainOnBatch(images, labels)) as number
      losses.push(loss)
      return loss
    },
    verify: ([values]) => values?.[0] === Math.fround(losses[0] as number) || `expected ${losses[0]}, got ${values}`,
    limits: { timeMs: 20, warmupMs: 10, minSamples: 3 },
  })
  const { metrics } = await profileOf(training, cpu)
  t.is(metrics.leakedTensors, 0)
  t.true((losses.at(-1) as number) < (losses[0] as number))
})
