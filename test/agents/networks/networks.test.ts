import type { Scalar, Tensor } from '@tensorflow/tfjs-core'
import * as tf from '@tensorflow/tfjs-core'
import test from 'ava'
import { ActorCritic } from '#src/agents/networks/actor-critic.js'
import { Adam, clipNorm } from '#src/agents/networks/adam.js'
import { openEngine } from '#src/agents/networks/engine.js'
import { forward } from '#src/agents/networks/forward.js'
import { blocksOf, type mlp, sizeOf } from '#src/agents/networks/mlp.js'
import { Model } from '#src/agents/networks/model.js'
import { orthogonal } from '#src/agents/networks/orthogonal.js'
import { makeRng } from '#src/index.js'

const near = (a: number, b: number, tolerance: number): boolean => Math.abs(a - b) <= tolerance

for (const [rows, columns] of [
  [3, 5],
  [5, 3],
  [4, 4],
] as const)
  test(`an orthogonal ${rows} x ${columns} matrix has orthonormal vectors along its shorter side, times the gain`, t => {
    const matrix = orthogonal(rows, columns, 2, makeRng(1))
    const at = (i: number, j: number) => (rows <= columns ? matrix[i * columns + j] : matrix[j * columns + i]) as number
    const [count, length] = [Math.min(rows, columns), Math.max(rows, columns)]
    for (let a = 0; a < count; a++)
      for (let b = 0; b < count; b++) {
        let product = 0
        for (let j = 0; j < length; j++) product += at(a, j) * at(b, j)
        t.true(near(product, a === b ? 4 : 0, 1e-6), `${a}, ${b}: ${product}`)
      }
  })

/** What a function of the parameters gives on the backend. */
const toldBy = (
  model: Model,
  body: (parameters: readonly Tensor[], network: ReturnType<typeof mlp>) => Tensor,
): Float32Array => {
  const { told } = model.gradient((parameters, network, tell) => {
    const result = body(parameters, network)
    tell(result)
    return tf.sum(result)
  })
  return told[0] as Float32Array
}

const cases = (['wasm', 'cpu'] as const).flatMap(backend =>
  [
    { inputs: 3, hidden: [5, 6], outputs: 2 },
    { inputs: 3, hidden: [18], outputs: 7 },
    { inputs: 3, hidden: [], outputs: 2 },
  ].map(shape => ({
    backend,
    shape,
    name: `of ${[shape.inputs, ...shape.hidden, shape.outputs].join('-')} on ${backend}`,
  })),
)

for (const { backend, shape, name } of cases)
  test.serial(`the gradient of a network ${name} is that of finite differences`, async t => {
    const engine = await openEngine(backend)
    const blocks = blocksOf(shape)
    const { outputs: width } = shape
    const rng = makeRng(2)
    const model = new Model(
      engine,
      blocks,
      Float32Array.from({ length: sizeOf(blocks) }, () => rng.normal(0, 0.5)),
    )
    const observations = Float32Array.from({ length: 12 }, () => rng.normal())
    // A loss in which both outputs have a part, and a different one in each row.
    const weights = Float32Array.from({ length: 4 * width }, () => rng.normal())
    const loss = (parameters: readonly Tensor[], network: ReturnType<typeof mlp>): Scalar => {
      const outputs = network(engine.tf.tensor2d(observations, [4, 3]), parameters)
      return engine.tf.sum(engine.tf.mul(engine.tf.square(outputs), engine.tf.tensor2d(weights, [4, width])))
    }
    const { gradient } = model.gradient(loss)
    const valueNow = (): number => {
      model.changed()
      return toldBy(model, loss)[0] as number
    }
    for (let i = 0; i < gradient.length; i++) {
      const before = model.theta[i] as number
      const step = 1e-2
      model.theta[i] = before + step
      const above = valueNow()
      model.theta[i] = before - step
      const below = valueNow()
      model.theta[i] = before
      const difference = (above - below) / (2 * step)
      t.true(
        near(gradient[i] as number, difference, 2e-3 + 2e-3 * Math.abs(difference)),
        `${i}: ${gradient[i]}, ${difference}`,
      )
    }
    model.close()
  })

for (const { backend, shape, name } of cases)
  test.serial(`a network ${name} answers in typed arrays as on the backend`, async t => {
    const engine = await openEngine(backend)
    const blocks = blocksOf(shape, 2)
    const rng = makeRng(5)
    const theta = Float32Array.from({ length: 2 + sizeOf(blocks) }, () => rng.normal(0, 0.5))
    const n = 9
    const x = Float32Array.from({ length: n * shape.inputs }, () => rng.normal())
    const model = new Model(engine, blocks, theta)
    const expected = toldBy(model, (parameters, network) =>
      network(engine.tf.tensor2d(x, [n, shape.inputs]), parameters),
    )
    const got = forward(theta, blocks, x, n)
    t.is(got.length, n * shape.outputs)
    for (const [i, value] of expected.entries())
      t.true(near(got[i] as number, value, 1e-6 * (1 + Math.abs(value))), `${got[i]}, ${value}`)
    model.close()
  })

test.serial('Adam takes the steps that tfjs takes', async t => {
  await openEngine('wasm')
  const theta = Float32Array.from([1, -2, 0.5])
  const variable = tf.variable(tf.tensor1d(theta.slice()))
  const ours = new Adam(3, 1e-5)
  const theirs = tf.train.adam(0.01, 0.9, 0.999, 1e-5)
  const rng = makeRng(3)
  for (let n = 0; n < 20; n++) {
    const gradient = Float32Array.from({ length: 3 }, () => rng.normal())
    ours.step(theta, gradient, 0.01)
    const tensor = tf.tensor1d(gradient)
    theirs.applyGradients([{ name: variable.name, tensor }])
    tensor.dispose()
  }
  for (const [i, value] of variable.dataSync().entries()) t.true(near(theta[i] as number, value, 1e-5))
  variable.dispose()
  theirs.dispose()
})

test('Adam goes on from its state as if never stopped', t => {
  const [a, b] = [Float32Array.from([1, 2]), Float32Array.from([1, 2])]
  const gradients = [
    [1, -1],
    [0.5, 2],
    [-3, 0.1],
  ].map(values => Float32Array.from(values))
  const whole = new Adam(2)
  for (const gradient of gradients) whole.step(a, gradient, 0.1)
  const first = new Adam(2)
  for (const gradient of gradients.slice(0, 2)) first.step(b, gradient, 0.1)
  const second = new Adam(2, 1e-5, first.state())
  second.step(b, gradients[2] as Float32Array, 0.1)
  t.deepEqual(b, a)
})

test('a gradient longer than the limit is scaled down to it, a shorter one stays as it is', t => {
  const long = Float32Array.from([3, 4])
  t.is(clipNorm(long, 0.5), 5)
  t.true(near(Math.hypot(...long), 0.5, 1e-6))
  const short = Float32Array.from([0.3, 0.4])
  clipNorm(short, 1)
  t.deepEqual(short, Float32Array.from([0.3, 0.4]))
})

test.serial('tensors are back to where they were after close', async t => {
  const engine = await openEngine()
  const before = engine.tf.memory().numTensors
  const shape = { observationSize: 4, hidden: [8], head: { sizes: [3], reals: 1 } }
  const networks = new ActorCritic(engine, shape, makeRng(1))
  networks.model.gradient((blocks, network) => {
    const { outputs, values, logStd } = networks.apply(blocks, network, networks.upload(new Float32Array(8), 2))
    return engine.tf.addN([outputs, values, logStd as Tensor].map(tensor => engine.tf.sum<Scalar>(tensor)))
  })
  t.true(engine.tf.memory().numTensors > before)
  networks.model.close()
  t.is(engine.tf.memory().numTensors, before)
})
