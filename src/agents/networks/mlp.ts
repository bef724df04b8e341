import type { Rng } from '../../core/index.js'
import type { Tensor, Tensor2D, Tf } from './engine.js'
import { orthogonal } from './orthogonal.js'

/** A network of dense layers, tanh between them, none after the last. */
export interface MlpShape {
  readonly inputs: number
  /** Widths of the hidden layers. */
  readonly hidden: readonly number[]
  readonly outputs: number
}

/** One matrix [rows, columns] (a bias is one row) of a model, at `offset` in the row of all parameters. */
export interface Block {
  readonly rows: number
  readonly columns: number
  readonly offset: number
}

/** Weights and biases of each layer in turn, from `offset` on. */
export const blocksOf = ({ inputs, hidden, outputs }: MlpShape, offset = 0): Block[] => {
  const widths = [inputs, ...hidden, outputs]
  let next = offset
  const take = (rows: number, columns: number): Block => {
    const block = { rows, columns, offset: next }
    next += rows * columns
    return block
  }
  return hidden.concat(outputs).flatMap((width, layer) => [take(widths[layer] as number, width), take(1, width)])
}

export const sizeOf = (blocks: readonly Block[]): number =>
  blocks.reduce((size, { rows, columns }) => size + rows * columns, 0)

/** Orthogonal weights, sqrt(2) in hidden layers and `headGain` in the last; biases 0. As in the reference implementations of PPO. */
export const initialise = (theta: Float32Array, blocks: readonly Block[], headGain: number, rng: Rng): void => {
  for (let i = 0; i < blocks.length; i += 2) {
    const { rows, columns, offset } = blocks[i] as Block
    const gain = i + 2 === blocks.length ? headGain : Math.SQRT2
    theta.set(orthogonal(rows, columns, gain, rng), offset)
  }
}

/** A network as a function of its blocks: `x` is [n, inputs], the answer [n, outputs]. */
export type Network = (x: Tensor2D, blocks: readonly Tensor[]) => Tensor2D

export const mlp = (tf: Tf): Network => {
  const [dense, tanh] = [denseOf(tf), tanhOf(tf)]
  return (x, blocks) => {
    let h: Tensor = x
    for (let i = 0; i < blocks.length; i += 2) {
      if (i > 0) h = tanh(h)
      h = dense(h, blocks[i] as Tensor, blocks[i + 1] as Tensor)
    }
    return h as Tensor2D
  }
}

/**
 * x W + b. Its gradient is written out in operators that the wasm backend has in SIMD: products of transposed copies (those of transposed
 * operands are some ten times slower), and a row of ones times dy for the sum of its rows.
 */
const denseOf = (tf: Tf) =>
  tf.customGrad((...given) => {
    const [x, w, b, save] = given as unknown as [Tensor, Tensor, Tensor, (tensors: Tensor[]) => void]
    save([x, w])
    return {
      value: tf.add(tf.matMul(x, w), b),
      gradFunc: (dy, saved) => {
        const [x0, w0] = saved as [Tensor, Tensor]
        return [
          tf.matMul(dy, tf.transpose(w0)),
          tf.matMul(tf.transpose(x0), dy),
          tf.matMul(tf.ones([1, dy.shape[0] as number]), dy),
        ]
      },
    }
  })

/** tanh x = 2 sigmoid(2 x) - 1: sigmoid is in SIMD on the wasm backend, and tanh some ten times slower. */
const tanhOf = (tf: Tf) =>
  tf.customGrad((...given) => {
    const [x, save] = given as unknown as [Tensor, (tensors: Tensor[]) => void]
    const y = tf.sub(tf.mul(2, tf.sigmoid(tf.mul(2, x))), 1)
    save([y])
    return { value: y, gradFunc: (dy, saved) => tf.mul(dy, tf.sub(1, tf.square(saved[0] as Tensor))) }
  })
