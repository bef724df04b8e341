import type { Rng } from '../../core/index.js'
import type { ActorCriticShape } from '../networks/actor-critic.js'
import type { Engine, Tensor, Tensor2D } from '../networks/engine.js'
import { forward } from '../networks/forward.js'
import { outputsOf } from '../networks/head.js'
import { type Block, blocksOf, initialise, type Network, sizeOf } from '../networks/mlp.js'
import { Model } from '../networks/model.js'

/** A policy without a critic. */
export class PolicyNetwork {
  readonly shape: ActorCriticShape
  readonly model: Model
  readonly #engine: Engine
  readonly #layers: readonly Block[]
  readonly #logStdAt: number

  /** `theta`: saved parameters. Else the policy starts nearly uniform (gain 0.01), real actions with deviation 1. */
  constructor(engine: Engine, shape: ActorCriticShape, rng: Rng, theta?: Float32Array) {
    const { observationSize: inputs, hidden, head } = shape
    const layers = blocksOf({ inputs, hidden, outputs: outputsOf(head) })
    this.#logStdAt = sizeOf(layers)
    const logStd: Block[] = head.reals > 0 ? [{ rows: 1, columns: head.reals, offset: this.#logStdAt }] : []
    this.shape = shape
    this.#engine = engine
    this.#layers = layers
    this.model = new Model(engine, [...layers, ...logStd], theta?.slice())
    if (theta === undefined) initialise(this.model.theta, layers, 0.01, rng)
  }

  /** Log deviations of the real actions. */
  get logStd(): Float32Array {
    return this.model.theta.subarray(this.#logStdAt)
  }

  /** Head outputs [n, outputs] of n observations, row by row. */
  outputs(observations: Float32Array, n: number): Float32Array {
    return forward(this.model.theta, this.#layers, observations, n)
  }

  /** Head outputs and log deviations as tensors, for a loss. */
  apply(
    blocks: readonly Tensor[],
    network: Network,
    observations: Float32Array,
    n: number,
  ): { readonly outputs: Tensor2D; readonly logStd: Tensor2D | undefined } {
    const x = this.#engine.tf.tensor2d(observations, [n, this.shape.observationSize])
    return {
      outputs: network(x, blocks.slice(0, this.#layers.length)),
      logStd: blocks[this.#layers.length] as Tensor2D | undefined,
    }
  }
}
