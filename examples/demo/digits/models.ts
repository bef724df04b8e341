import type { Tf } from 'paretune/profilers/tfjs'
import { loadDigits, PIXELS } from './data.js'
import { classify, upload } from './network.js'
import { type Precision, pack, unpack } from './precision.js'
import { keyOf, type Trained, type Training, train } from './training.js'

/** A trained network whose weights are stored in some precision, and what that makes of it. */
export interface Model {
  /** What is computed with: the weights, packed and unpacked again. */
  readonly weights: readonly Float32Array[]
  /** The packed weights, and what unpacking them takes. */
  readonly sizeBytes: number
  /** Part of the test digits that it tells right. */
  readonly accuracy: number
  readonly trainMs: number
  /** Answers for the first test images, as the wasm backend finds them. */
  readonly expected: Float32Array
}

/** The largest inference batch. */
const MOST_IMAGES = 64

const networks = new Map<string, Trained>()
const models = new Map<string, Model>()

/**
 * The model of a configuration. Each network is trained once, and each precision of it judged once; configurations that
 * differ only in how they are run share them. Both are done on the wasm backend, whichever is current.
 */
export const modelFor = async (
  tf: Tf,
  config: Training & { readonly precision: Precision },
  signal: AbortSignal,
): Promise<Model> => {
  const key = keyOf(config)
  const model = models.get(`${key} ${config.precision}`)
  if (model !== undefined) return model
  return onWasm(tf, async () => {
    const trained = networks.get(key) ?? (await train(tf, config, loadDigits().training, signal))
    networks.set(key, trained)
    const judged = judge(tf, config, trained)
    models.set(`${key} ${config.precision}`, judged)
    return judged
  })
}

const judge = (tf: Tf, config: Training & { readonly precision: Precision }, trained: Trained): Model => {
  const packed = trained.weights.map(values => pack(values, config.precision))
  const weights = packed.map(unpack)
  const { images, labels } = loadDigits().test
  const { answers, expected } = tf.tidy(() => {
    const tensors = upload(tf, config, weights)
    const firstImages = images.subarray(0, MOST_IMAGES * PIXELS)
    return {
      answers: tf.argMax(classify(tf, config, tensors, images), 1).dataSync(),
      expected: classify(tf, config, tensors, firstImages).dataSync<'float32'>().slice(),
    }
  })
  return {
    weights,
    sizeBytes: packed.reduce((sum, { bytes }) => sum + bytes, 0),
    accuracy: labels.filter((label, i) => label === answers[i]).length / labels.length,
    trainMs: trained.trainMs,
    expected,
  }
}

const onWasm = async <T>(tf: Tf, work: () => Promise<T>): Promise<T> => {
  const before = tf.getBackend()
  await import('@tensorflow/tfjs-backend-wasm')
  await tf.setBackend('wasm')
  try {
    return await work()
  } finally {
    await tf.setBackend(before)
  }
}
