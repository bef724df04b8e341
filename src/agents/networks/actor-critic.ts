import type { Rng } from '../../core/index.js'
import type { Engine, Tensor, Tensor2D } from './engine.js'
import { forward } from './forward.js'
import { type HeadShape, outputsOf } from './head.js'
import { type Block, blocksOf, initialise, type Network, sizeOf } from './mlp.js'
import { Model } from './model.js'

/** What an actor and a critic are made of. */
export interface ActorCriticShape {
  readonly observationSize: number
  readonly hidden: readonly number[]
  readonly head: HeadShape
}

/** Numbers in the row of all parameters: of the policy, of the value function where there is a critic, and of the deviations. */
export const parametersOf = (shape: ActorCriticShape, hasCritic: boolean): number => {
  const { observationSize: inputs, hidden, head } = shape
  const size = (outputs: number): number => sizeOf(blocksOf({ inputs, hidden, outputs }))
  return size(outputsOf(head)) + (hasCritic ? size(1) : 0) + head.reals
}

/** Outputs of both networks for n observations, as tensors: head outputs [n, outputs], values [n, 1], and the head's log deviations [1, reals]. */
export interface Estimates {
  readonly outputs: Tensor2D
  readonly values: Tensor2D
  readonly logStd: Tensor2D | undefined
}

/** A policy and a value function, two separate networks over the same observations, in one row of parameters. */
export class ActorCritic {
  readonly shape: ActorCriticShape
  readonly model: Model
  readonly #engine: Engine
  readonly #policy: readonly Block[]
  readonly #value: readonly Block[]
  readonly #logStdAt: number

  /** `theta`: saved parameters. Else the policy starts nearly uniform (gain 0.01), the value function with gain 1, deviations with 1. */
  constructor(engine: Engine, shape: ActorCriticShape, rng: Rng, theta?: Float32Array) {
    const { observationSize: inputs, hidden, head } = shape
    const policy = blocksOf({ inputs, hidden, outputs: outputsOf(head) })
    const value = blocksOf({ inputs, hidden, outputs: 1 }, sizeOf(policy))
    this.#logStdAt = sizeOf(policy) + sizeOf(value)
    const logStd: Block[] = head.reals > 0 ? [{ rows: 1, columns: head.reals, offset: this.#logStdAt }] : []
    this.shape = shape
    this.#engine = engine
    this.#policy = policy
    this.#value = value
    this.model = new Model(engine, [...policy, ...value, ...logStd], theta?.slice())
    if (theta === undefined) {
      initialise(this.model.theta, policy, 0.01, rng)
      initialise(this.model.theta, value, 1, rng)
    }
  }

  /** Log deviations of the real actions. */
  get logStd(): Float32Array {
    return this.model.theta.subarray(this.#logStdAt)
  }

  /** Head outputs [n, outputs] and values [n] of n observations, row by row; in typed arrays, whatever the backend. */
  estimate(observations: Float32Array, n: number): { readonly outputs: Float32Array; readonly values: Float32Array } {
    const outputs = forward(this.model.theta, this.#policy, observations, n)
    return { outputs, values: this.values(observations, n) }
  }

  /** Values [n] alone. */
  values(observations: Float32Array, n: number): Float32Array {
    return forward(this.model.theta, this.#value, observations, n)
  }

  upload(observations: Float32Array, n: number): Tensor2D {
    return this.#engine.tf.tensor2d(observations, [n, this.shape.observationSize])
  }

  /** Both networks on a batch of observations, for a loss. */
  apply(blocks: readonly Tensor[], network: Network, observations: Tensor2D): Estimates {
    return {
      outputs: network(observations, blocks.slice(0, this.#policy.length)),
      values: network(observations, blocks.slice(this.#policy.length, this.#policy.length + this.#value.length)),
      logStd: this.shape.head.reals > 0 ? (blocks.at(-1) as Tensor2D) : undefined,
    }
  }
}
