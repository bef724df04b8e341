import type { Engine, Scalar, Tensor } from './engine.js'
import { type Block, mlp, type Network, sizeOf } from './mlp.js'

/**
 * Parameters in one row of a typed array, where an optimiser changes them and whence they are saved; tfjs has copies of them as tensors,
 * made anew after each change. `close` gives them back.
 */
export class Model {
  readonly theta: Float32Array
  readonly #engine: Engine
  readonly #blocks: readonly Block[]
  readonly #network: Network
  #tensors: Tensor[] | undefined

  constructor(engine: Engine, blocks: readonly Block[], theta = new Float32Array(sizeOf(blocks))) {
    this.#engine = engine
    this.#blocks = blocks
    this.theta = theta
    this.#network = mlp(engine.tf)
  }

  /** Tells that `theta` has changed. */
  changed(): void {
    for (const tensor of this.#tensors ?? []) tensor.dispose()
    this.#tensors = undefined
  }

  /**
   * The gradient of a loss in the layout of `theta`, and what else the loss's body told of (as numbers). `network` applies dense layers to an
   * input.
   */
  gradient(body: (blocks: readonly Tensor[], network: Network, tell: (tensor: Tensor) => void) => Scalar): {
    readonly gradient: Float32Array
    readonly told: readonly Float32Array[]
  } {
    const { tf } = this.#engine
    const told: Float32Array[] = []
    const gradient = new Float32Array(this.theta.length)
    const parameters = this.#uploaded()
    tf.tidy(() => {
      const loss = (...blocks: Tensor[]) => body(blocks, this.#network, tensor => told.push(numbersOf(tensor)))
      const gradients = tf.grads(loss)(parameters)
      for (const [i, { offset }] of this.#blocks.entries()) gradient.set((gradients[i] as Tensor).dataSync(), offset)
    })
    return { gradient, told }
  }

  close(): void {
    this.changed()
  }

  #uploaded(): Tensor[] {
    const { tf } = this.#engine
    this.#tensors ??= this.#blocks.map(({ rows, columns, offset }) =>
      tf.keep(tf.tensor2d(this.theta.slice(offset, offset + rows * columns), [rows, columns])),
    )
    return this.#tensors
  }
}

const numbersOf = (tensor: Tensor): Float32Array => (tensor.dataSync() as Float32Array).slice()
