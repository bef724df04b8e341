import type { Rng } from '../../core/index.js'
import type { Engine, Tensor, Tensor2D } from '../networks/engine.js'
import { forward } from '../networks/forward.js'
import { type Block, blocksOf, initialise, type Network } from '../networks/mlp.js'
import { Model } from '../networks/model.js'

/**
 * Q(s, a) for all actions at once, duelling: the last layer has the value V and the advantages A, and Q = V + A - mean A.
 * @see Wang et al. 2016, "Dueling network architectures for deep reinforcement learning", equation 9
 */
export class QNetwork {
  readonly model: Model
  readonly actions: number
  readonly #blocks: readonly Block[]
  readonly #engine: Engine

  constructor(
    engine: Engine,
    inputs: number,
    hidden: readonly number[],
    actions: number,
    rng: Rng,
    theta?: Float32Array,
  ) {
    const blocks: Block[] = blocksOf({ inputs, hidden, outputs: 1 + actions })
    this.#engine = engine
    this.#blocks = blocks
    this.actions = actions
    this.model = new Model(engine, blocks, theta?.slice())
    if (theta === undefined) initialise(this.model.theta, blocks, 1, rng)
  }

  /** [n, actions], row by row; in typed arrays, whatever the backend. */
  evaluate(observations: Float32Array, n: number): Float32Array {
    const { actions } = this
    const outputs = forward(this.model.theta, this.#blocks, observations, n)
    const q = new Float32Array(n * actions)
    for (let row = 0; row < n; row++) {
      const at = row * (1 + actions)
      let mean = 0
      for (let a = 1; a <= actions; a++) mean += (outputs[at + a] as number) / actions
      for (let a = 0; a < actions; a++)
        q[row * actions + a] = (outputs[at] as number) + (outputs[at + 1 + a] as number) - mean
    }
    return q
  }

  apply(blocks: readonly Tensor[], network: Network, observations: Tensor2D): Tensor2D {
    const { tf } = this.#engine
    const outputs = network(observations, blocks)
    const n = outputs.shape[0]
    const value = tf.slice2d(outputs, [0, 0], [n, 1])
    const advantages = tf.slice2d(outputs, [0, 1], [n, this.actions])
    return tf.add(value, tf.sub(advantages, tf.mean(advantages, 1, true)))
  }
}
