import type { Rng } from '../../core/index.js'
import type { Tensor, Tensor2D, Tf } from './engine.js'
import { columnSums, type Matrix, matrixOf, rowSums, scaled, tensorOf, transpose, transposedTimes } from './matrix.js'
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

/** A network as a function of its blocks: `x` is [n, inputs], the answer [n, outputs]. Gradients flow to the blocks, none to `x`. */
export type Network = (x: Tensor2D, blocks: readonly Tensor[]) => Tensor2D

/**
 * All layers z = h W + b, h = tanh z, forward and backward, as one operator of autograd. Products of matrices are the backend's; what goes over
 * each number once is in typed arrays, where tfjs would spend more time on calling operators for it than it takes.
 *
 * A hidden layer is kept as s = sigmoid(2 z), since h = 2 s - 1, the backends have a product with the sigmoid after it in one kernel, and wasm has
 * no fast tanh. Backward, of a layer from h to z:
 *
 *     dL/dW = h^T dL/dz        dL/db = sum over the rows of dL/dz     dL/dh = dL/dz W^T        and before it dL/dz = dL/dh (1 - h^2)
 */
export const mlp =
  (tf: Tf): Network =>
  (x, blocks) => {
    const forward = tf.customGrad(() => {
      const layers = layersOf(blocks)
      const inputs = [matrixOf(x)]
      let value = x
      for (const [i, layer] of layers.entries()) {
        const isHidden = i + 1 < layers.length
        value = dense(tf, value, asOfSigmoids(layer, i === 0, isHidden), isHidden ? 'sigmoid' : 'linear')
        if (isHidden) inputs.push(matrixOf(value))
      }

      const gradFunc = (dy: Tensor): Tensor[] => {
        const gradients: Tensor[] = []
        let dz = matrixOf(dy as Tensor2D)
        let dzTransposed = transpose(dz)
        for (let i = layers.length - 1; i >= 0; i--) {
          const input = inputs[i] as Matrix
          const product =
            dz.columns <= FEW
              ? transposedTimes(dz, input)
              : matrixOf(tf.matMul(tensorOf(tf, dzTransposed), tensorOf(tf, input)))
          const db = rowSums(dzTransposed)
          const dw = i === 0 ? transpose(product) : throughSigmoid(product, db)
          gradients.unshift(tensorOf(tf, dw), tf.tensor2d(Float32Array.from(db), [1, db.length]))
          if (i === 0) break
          const dh = matrixOf(tf.matMul(tensorOf(tf, dz), tensorOf(tf, transpose((layers[i] as Layer).w))))
          ;[dz, dzTransposed] = throughTanh(dh, input)
        }
        return gradients
      }
      return { value, gradFunc }
    })
    return forward(...blocks) as Tensor2D
  }

/** Columns up to which a product is made here: the wasm backend packs the second matrix of each product first, which takes longer. */
const FEW = 4

interface Layer {
  readonly w: Matrix
  /** One row. */
  readonly b: Matrix
}

const layersOf = (blocks: readonly Tensor[]): Layer[] => {
  const matrices = (blocks as Tensor2D[]).map(matrixOf)
  return Array.from({ length: blocks.length / 2 }, (_, i) => ({ w: matrices[2 * i], b: matrices[2 * i + 1] }) as Layer)
}

/**
 * The layer as one over s where h = 2 s - 1, h W + b = s 2 W + (b - the sums of the columns of W), and, where it is hidden itself, with its answer
 * doubled for the sigmoid.
 */
const asOfSigmoids = ({ w, b }: Layer, isFirst: boolean, isHidden: boolean): Layer => {
  const factor = isHidden ? 2 : 1
  const sums = isFirst ? undefined : columnSums(w)
  const bias = new Float32Array(b.columns)
  for (let j = 0; j < bias.length; j++) bias[j] = factor * ((b.values[j] as number) - (sums?.[j] ?? 0))
  return { w: scaled(w, isFirst ? factor : 2 * factor), b: { ...b, values: bias } }
}

/** dL/dW = h^T dL/dz, of (dL/dz)^T s and dL/db: (dL/dz)^T h = 2 (dL/dz)^T s - dL/db for each column. */
const throughSigmoid = (product: Matrix, db: Float64Array): Matrix => {
  const dw = transpose(product)
  for (let i = 0, at = 0; i < dw.rows; i++)
    for (let j = 0; j < dw.columns; j++, at++) dw.values[at] = 2 * (dw.values[at] as number) - (db[j] as number)
  return dw
}

/** dL/dz = dL/dh (1 - h^2) = dL/dh 4 s (1 - s) where h = 2 s - 1, in the place of dL/dh, which nothing reads after it; and its transpose. */
const throughTanh = (dh: Matrix, { values: s }: Matrix): [dz: Matrix, transposed: Matrix] => {
  const { rows, columns } = dh
  const [dz, transposed] = [dh.values, new Float32Array(rows * columns)]
  // Some columns at a time, whose rows of the transpose stay in the cache.
  for (let first = 0; first < columns; first += 16) {
    const end = Math.min(first + 16, columns)
    for (let i = 0; i < rows; i++)
      for (let j = first, at = i * columns + first; j < end; j++, at++) {
        const si = s[at] as number
        const d = 4 * (dz[at] as number) * si * (1 - si)
        dz[at] = d
        transposed[j * rows + i] = d
      }
  }
  return [dh, { rows: columns, columns: rows, values: transposed }]
}

/** x W + b and maybe a sigmoid. The kernel by its name, since `tf.fused.matMul` takes its parts one by one while gradients are recorded. */
const dense = (tf: Tf, x: Tensor2D, { w, b }: Layer, activation: 'linear' | 'sigmoid'): Tensor2D => {
  const inputs = {
    a: tf.reshape(x, [1, ...x.shape]),
    b: tf.tensor3d(w.values, [1, w.rows, w.columns]),
    bias: tf.tensor1d(b.values),
  }
  const attributes = { transposeA: false, transposeB: false, activation }
  return tf.reshape(tf.engine().runKernel<Tensor>(tf._FusedMatMul, inputs, attributes), [x.shape[0], w.columns])
}
