import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from 'paretune/profilers/tfjs'
import { PIXELS } from './data.js'

/** What makes one network another. */
export interface Architecture {
  readonly layers: number
  readonly units: number
  readonly activation: 'relu' | 'elu' | 'tanh'
}

export const CLASSES = 10

/** The shapes of the weights: the matrix and the bias of each layer in turn. */
export const shapesOf = ({ layers, units }: Architecture): readonly number[][] => {
  const widths = [PIXELS, ...Array<number>(layers).fill(units), CLASSES]
  return widths.slice(1).flatMap((outputs, layer) => [[widths[layer] as number, outputs], [outputs]])
}

/** The weights on the current backend. */
export const upload = (tf: Tf, architecture: Architecture, weights: readonly Float32Array[]): Tensor[] =>
  shapesOf(architecture).map((shape, i) => tf.tensor(weights[i] as Float32Array, shape))

/** The outputs of each layer, the logits last. Leaves what it makes on the way to a `tf.tidy`. */
export const forward = (
  tf: Tf,
  { activation }: Architecture,
  weights: readonly Tensor[],
  images: Tensor2D,
): readonly Tensor2D[] => {
  const outputs: Tensor2D[] = []
  for (let i = 0; i < weights.length; i += 2) {
    const products = tf.matMul(outputs.at(-1) ?? images, weights[i] as Tensor2D)
    const sums = tf.add(products, weights[i + 1] as Tensor) as Tensor2D
    outputs.push(i + 2 < weights.length ? tf[activation](sums) : sums)
  }
  return outputs
}

/** How likely each image shows each digit: one row of ten to an image. */
export const classify = (
  tf: Tf,
  architecture: Architecture,
  weights: readonly Tensor[],
  images: Float32Array,
): Tensor2D =>
  tf.tidy(() => {
    const inputs = tf.tensor2d(images, [images.length / PIXELS, PIXELS])
    return tf.softmax(forward(tf, architecture, weights, inputs).at(-1) as Tensor2D)
  })
