import type { Rng } from '../../core/index.js'
import type { Engine, Tensor, Tensor2D } from '../networks/engine.js'
import { type Block, blocksOf, initialise, type Network } from '../networks/mlp.js'
import { Model } from '../networks/model.js'

/**
 * Q(s, a) for all actions at once, duelling: the last layer has the value V and the advantages A, and Q = V + A - mean A.
 * @see Wang et al. 2016, "Dueling network architectures for deep reinforcement learning", equation 9
 */
export class QNetwork {
  readonly model: Model
  readonly actions: number
  readonly #inputs: number
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
    this.#inputs = inputs
    this.actions = actions
    this.model = new Model(engine, blocks, theta?.slice())
    if (theta === undefined) initialise(this.model.theta, blocks, 1, rng)
  }

  /** [n, actions], row by row. */
  evaluate(observations: Float32Array, n: number): Float32Array {
    const [values] = this.model.evaluate((blocks, network) => [
      this.apply(blocks, network, this.#engine.tf.tensor2d(observations, [n, this.#inputs])),
    ]) as [Float32Array]
    return values
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
