import type { Tensor, Tensor2D, Variable } from '@tensorflow/tfjs-core'
import test from 'ava'
import fc from 'fast-check'
import { isRight } from '#src/core/fp.js'
import { loadDigits, PIXELS } from '../../../examples/demo/digits/data.js'
import {
  type DigitsConfig,
  defaultConfig,
  digitsProfiler,
  objectives,
  space,
} from '../../../examples/demo/digits/index.js'
import { type Architecture, forward, shapesOf } from '../../../examples/demo/digits/network.js'
import { fromHalf, pack, toHalf, unpack } from '../../../examples/demo/digits/precision.js'
import { gradients, train } from '../../../examples/demo/digits/training.js'
import { contextOf } from '../context.js'
import { tf } from './models.js'

/** The digit classifier of the demo, really trained: small, so that it takes a moment only. */
const tiny: DigitsConfig = {
  ...defaultConfig,
  units: 16,
  trainingBatch: 64,
  learningRate: 1e-2,
  backend: 'wasm',
  batch: 8,
}

const profiler = digitsProfiler({ timeMs: 20, warmupMs: 10, minSamples: 3 })

const profileOf = async (config: DigitsConfig) => {
  const answer = await profiler.profile(config, contextOf())()
  if (!isRight(answer)) throw new Error(`${answer.left._tag}: ${answer.left.message}`)
  return answer.right
}

test.before(() => import('@tensorflow/tfjs-backend-wasm'))
test.afterEach.always(t => t.is(tf.engine().memory().numTensors, 0))

test.serial(
  'configurations that differ only in precision share one trained network, and sizes are those of the packed weights',
  async t => {
    const profiles: Awaited<ReturnType<typeof profileOf>>[] = []
    for (const precision of ['float32', 'float16', 'uint8'] as const)
      profiles.push(await profileOf({ ...tiny, precision }))
    const [float32, float16, uint8] = profiles.map(({ metrics }) => metrics)
    // No two trainings take the same time to the last digit.
    t.is(float16?.trainMs, float32?.trainMs)
    t.is(uint8?.trainMs, float32?.trainMs)
    const count = PIXELS * 16 + 16 + 16 * 10 + 10
    const tensors = 4
    t.deepEqual([float32?.sizeBytes, float16?.sizeBytes, uint8?.sizeBytes], [4 * count, 2 * count, count + 5 * tensors])
    for (const { metrics, notes } of profiles) {
      t.true((metrics.accuracy as number) > 0.7, `expected far more than the 0.1 of chance, got ${metrics.accuracy}`)
      t.is(metrics.leakedTensors, 0)
      t.true(notes?.includes('ran on wasm, tfjs 4.22.0'))
    }
    t.false(profiles[0]?.notes?.some(note => note.includes('not the arithmetic')))
    t.true(profiles[2]?.notes?.some(note => note.startsWith('uint8') && note.includes('not the arithmetic')))
  },
)

test.serial('the cpu backend gives the same answers with the network that was trained on wasm', async t => {
  const [onWasm, onCpu] = [await profileOf(tiny), await profileOf({ ...tiny, backend: 'cpu' })]
  t.is(onCpu.metrics.trainMs, onWasm.metrics.trainMs)
  t.is(onCpu.metrics.accuracy, onWasm.metrics.accuracy)
  t.true(onCpu.notes?.includes('ran on cpu, tfjs 4.22.0'))
})

test.serial('latency per image is the latency of a batch over its images', async t => {
  const { latencyMs, imageMs } = (await profileOf(tiny)).metrics
  if (typeof latencyMs !== 'object' || typeof imageMs !== 'object') throw t.fail('expected measurements')
  t.deepEqual(
    imageMs.samples,
    latencyMs.samples.map(ms => ms / 8),
  )
  t.is(imageMs.median, latencyMs.median / 8)
})

test.serial('an abort while it trains is Cancelled and leaves no tensors behind', async t => {
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 20)
  const untrained: DigitsConfig = { ...tiny, units: 128, layers: 3 }
  const answer = await profiler.profile(untrained, contextOf({ signal: controller.signal }))()
  t.is(answer._tag === 'Left' && answer.left._tag, 'Cancelled')
  await profiler.close?.()
})

test.serial('equal trainings give equal networks', async t => {
  await tf.setBackend('wasm')
  const { images, labels } = loadDigits().training
  const few = { images: images.subarray(0, 256 * PIXELS), labels: labels.subarray(0, 256) }
  const signal = new AbortController().signal
  const [one, two] = [await train(tf, tiny, few, signal), await train(tf, tiny, few, signal)]
  t.deepEqual(one.weights, two.weights)
})

for (const activation of ['relu', 'elu', 'tanh'] as const) {
  test.serial(`the gradients of a network with ${activation} are those that tfjs finds`, async t => {
    await tf.setBackend('wasm')
    const architecture: Architecture = { layers: 2, units: 5, activation }
    const labels = [3, 1, 4]
    const [own, theirs] = tf.tidy(() => {
      const weights: Variable[] = shapesOf(architecture).map((shape, i) =>
        tf.variable(tf.randomNormal([...shape], 0, 0.1, 'float32', i), true, `test/${i}`),
      )
      const images = tf.randomUniform([3, PIXELS], 0, 1, 'float32', 7) as Tensor2D
      const targets = tf.oneHot(labels, 10)
      const { grads } = tf.variableGrads(() =>
        tf.losses.softmaxCrossEntropy(targets, forward(tf, architecture, weights, images).at(-1) as Tensor2D),
      )
      const values = [gradients(tf, architecture, weights, images, labels), Object.values(grads) as Tensor[]].map(
        list => list.map(tensor => [...tensor.dataSync()]),
      )
      tf.dispose(weights)
      return values as [number[][], number[][]]
    })
    t.deepEqual(
      own.map(values => values.length),
      theirs.map(values => values.length),
    )
    const worst = Math.max(
      ...own.flatMap((values, i) => values.map((value, j) => Math.abs(value - (theirs[i]?.[j] as number)))),
    )
    // Gradients are of the order of 0.1; float32 has seven digits.
    t.true(worst < 1e-6, `differs by ${worst}`)
    t.true(Math.max(...own.flat().map(Math.abs)) > 1e-3)
  })
}

test('a weight that goes through uint8 is off by half a step of its scale at most, and 0 stays 0', t => {
  const weights = fc.float32Array({ minLength: 1, maxLength: 50, min: -100, max: 100, noNaN: true })
  fc.assert(
    fc.property(weights, values => {
      const packed = pack(Float32Array.from([0, ...values]), 'uint8')
      if (packed.precision !== 'uint8') throw t.fail(packed.precision)
      const [zero, ...unpacked] = unpack(packed)
      // What is unpacked is rounded to float32 once more.
      const bound = packed.scale / 2 + 100 * 2 ** -23
      t.is(zero, 0)
      t.true(values.every((value, i) => Math.abs(value - (unpacked[i] as number)) <= bound))
    }),
  )
})

// IEEE 754-2019, binary16: 1 bit of sign, 5 of exponent (bias 15), 10 of fraction; halves go to the even neighbour.
for (const [value, bits, what] of [
  [1, 0x3c00, 'one'],
  [-2, 0xc000, 'minus two'],
  [-0, 0x8000, 'minus zero'],
  [1 / 3, 0x3555, 'a third'],
  [1 + 2 ** -11, 0x3c00, 'half-way to the even one below'],
  [1 + 3 * 2 ** -11, 0x3c02, 'half-way to the even one above'],
  [65504, 0x7bff, 'the largest'],
  [65519, 0x7bff, 'nearer to the largest than to what would come next'],
  [65520, 0x7c00, 'too large'],
  [Number.NEGATIVE_INFINITY, 0xfc00, 'minus infinity'],
  [2 ** -14, 0x0400, 'the smallest normal one'],
  [1023 * 2 ** -24, 0x03ff, 'the largest subnormal one'],
  [2 ** -24, 0x0001, 'the smallest subnormal one'],
  [1.5 * 2 ** -24, 0x0002, 'half-way between subnormal ones'],
  [2 ** -25, 0x0000, 'half of the smallest'],
] as const) {
  test(`${value} (${what}) in half precision is 0x${bits.toString(16).padStart(4, '0')}`, t => {
    t.is(toHalf(value), bits)
  })
}

test('every half-precision number is its own nearest', t => {
  for (let bits = 0; bits < 2 ** 16; bits++) {
    if (Number.isNaN(fromHalf(bits))) t.true(Number.isNaN(fromHalf(toHalf(Number.NaN))))
    else if (toHalf(fromHalf(bits)) !== bits)
      t.fail(`0x${bits.toString(16)} became 0x${toHalf(fromHalf(bits)).toString(16)}`)
  }
})

test('the default configuration is in the space, and every objective is a metric', t => {
  t.true(isRight(space.parse(defaultConfig)))
  const names = profiler.metrics.map(({ name }) => name)
  for (const { metric } of Object.values(objectives)) t.true((names as string[]).includes(metric))
})

test('the digits are all there, each label with its image', t => {
  const { training, test: judged } = loadDigits()
  t.is(training.labels.length, 6000)
  t.is(judged.labels.length, 4000)
  for (const { images, labels } of [training, judged]) {
    t.is(images.length, labels.length * PIXELS)
    t.true(images.every(pixel => pixel >= 0 && pixel <= 1))
    // About a tenth each.
    for (let digit = 0; digit < 10; digit++) t.true(labels.filter(label => label === digit).length > labels.length / 15)
  }
})
