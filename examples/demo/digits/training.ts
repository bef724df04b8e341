import { setImmediate } from 'node:timers/promises'
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import { makeRng } from 'paretune'
import type { Tf } from 'paretune/profilers/tfjs'
import { type Digits, PIXELS } from './data.js'
import { type Architecture, CLASSES, forward, shapesOf } from './network.js'

/** What makes one trained network another. */
export interface Training extends Architecture {
  readonly trainingBatch: number
  readonly learningRate: number
}

/** The weights of a trained network, in the order of `shapesOf`. */
export interface Trained {
  readonly weights: readonly Float32Array[]
  readonly trainMs: number
}

/** Each image is seen once: good networks get nine of ten digits right, and a trial takes half a second. */
const EPOCHS = 1

/** Equal for equal trainings. */
export const keyOf = ({ layers, units, activation, trainingBatch, learningRate }: Training): string =>
  [layers, units, activation, trainingBatch, learningRate].join(' ')

/** Slopes of the activations, from their values. */
const slopes = {
  relu: (tf: Tf, values: Tensor2D): Tensor => tf.step(values),
  elu: (tf: Tf, values: Tensor2D): Tensor => tf.add(1, tf.minimum(values, 0)),
  tanh: (tf: Tf, values: Tensor2D): Tensor => tf.sub(1, tf.square(values)),
}

/**
 * Gradients of the mean cross-entropy by the weights. Written out, since those of tfjs multiply by transposed matrices,
 * which its wasm backend does three times slower than transposing them first.
 */
export const gradients = (
  tf: Tf,
  architecture: Architecture,
  weights: readonly Tensor[],
  images: Tensor2D,
  labels: readonly number[],
): readonly Tensor[] => {
  const outputs = forward(tf, architecture, weights, images)
  const targets = tf.oneHot(tf.tensor1d([...labels], 'int32'), CLASSES)
  let errors = tf.div(tf.sub(tf.softmax(outputs.at(-1) as Tensor2D), targets), labels.length) as Tensor2D
  const result: Tensor[] = []
  for (let layer = outputs.length - 1; layer >= 0; layer--) {
    const inputs = outputs[layer - 1] ?? images
    result.unshift(tf.matMul(tf.transpose(inputs), errors), tf.sum(errors, 0))
    if (layer === 0) break
    const passedBack = tf.matMul(errors, tf.transpose(weights[2 * layer] as Tensor2D))
    errors = tf.mul(passedBack, slopes[architecture.activation](tf, inputs))
  }
  return result
}

/**
 * Trains with Adam on the current backend. All that is random comes from the training's own parameters, so that equal
 * trainings give equal networks. Gives way to others between batches; throws the reason of an abort.
 */
export const train = async (
  tf: Tf,
  training: Training,
  { images, labels }: Digits,
  signal: AbortSignal,
): Promise<Trained> => {
  const beganMs = performance.now()
  const rng = makeRng(`digits/${keyOf(training)}`)
  const weights = shapesOf(training).map((shape, i) => {
    // As the dense layers of tfjs begin: Glorot's uniform weights, and biases of 0.
    const initializer =
      shape.length === 1
        ? tf.initializers.zeros()
        : tf.initializers.glorotUniform({ seed: rng.integer(0, 2 ** 31 - 1) })
    return tf.tidy(() => tf.variable(initializer.apply([...shape]), true, `digits/${i}`))
  })
  const optimizer = tf.train.adam(training.learningRate)
  const step = (batch: readonly number[]): void => {
    const inputs = tf.tensor2d(gathered(images, batch), [batch.length, PIXELS])
    const steps = gradients(
      tf,
      training,
      weights,
      inputs,
      batch.map(image => labels[image] as number),
    )
    optimizer.applyGradients(steps.map((tensor, i) => ({ name: `digits/${i}`, tensor })))
  }
  try {
    for (let epoch = 0; epoch < EPOCHS; epoch++) {
      const order = rng.shuffle([...labels.keys()])
      for (let from = 0; from < order.length; from += training.trainingBatch) {
        tf.tidy(() => step(order.slice(from, from + training.trainingBatch)))
        await setImmediate()
        signal.throwIfAborted()
      }
    }
    return {
      weights: weights.map(tensor => tensor.dataSync<'float32'>().slice()),
      trainMs: performance.now() - beganMs,
    }
  } finally {
    tf.dispose(weights)
    optimizer.dispose()
  }
}

const gathered = (images: Float32Array, which: readonly number[]): Float32Array => {
  const batch = new Float32Array(which.length * PIXELS)
  which.forEach((image, place) => {
    batch.set(images.subarray(image * PIXELS, (image + 1) * PIXELS), place * PIXELS)
  })
  return batch
}
