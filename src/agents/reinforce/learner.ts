import { type Rng, restoreRng } from '../../core/index.js'
import type { ActorCriticShape } from '../networks/actor-critic.js'
import { Adam, clipNorm } from '../networks/adam.js'
import { type Engine, openEngine } from '../networks/engine.js'
import { type Drawn, draw, type Masking } from '../networks/head.js'
import { likelihoodOf } from '../networks/likelihood.js'
import { scalarOf } from '../networks/scalar.js'
import type { LearnerState } from '../policy-gradient/learner.js'
import { valueAt } from '../schedule.js'
import { type ReinforceLoss, reinforceLoss } from './loss.js'
import type { ReinforceSettings } from './options.js'
import { PolicyNetwork } from './policy-network.js'
import { weightsOf } from './returns.js'

/** n steps of whole episodes, row by row: observations [n, size], actions [n, width], masks [n, alternatives], G_t [n]. */
export interface ReinforceBatch {
  readonly n: number
  readonly observations: Float32Array
  readonly actions: Float32Array
  readonly masks: Uint8Array
  readonly returns: Float32Array
}

/** What an update shows of itself, of the policy before it. */
export interface ReinforceUpdate {
  /** -mean (G_t - b) log pi(a_t | s_t) */
  readonly policyLoss: number
  readonly entropy: number
  /** Mean of G_t over the batch's steps: b, where there is a baseline. */
  readonly meanReturn: number
  readonly gradientNorm: number
  readonly learningRate: number
}

/** Draws actions from a policy and improves it by REINFORCE, one step of Adam for each batch of whole episodes. */
export class ReinforceLearner {
  readonly #engine: Engine
  readonly #settings: ReinforceSettings
  readonly #network: PolicyNetwork
  readonly #adam: Adam
  readonly #rng: Rng

  /** `start`: parameters to begin with, or all of what `save` of another learner answered. */
  static async open(
    shape: Omit<ActorCriticShape, 'hidden'>,
    settings: ReinforceSettings,
    rng: Rng,
    start: Partial<LearnerState> = {},
  ): Promise<ReinforceLearner> {
    const engine = await openEngine(settings.backend)
    return new ReinforceLearner(engine, { ...shape, hidden: settings.hidden }, settings, rng, start)
  }

  private constructor(
    engine: Engine,
    shape: ActorCriticShape,
    settings: ReinforceSettings,
    rng: Rng,
    start: Partial<LearnerState>,
  ) {
    this.#engine = engine
    this.#settings = settings
    this.#rng = start.rng === undefined ? rng : restoreRng(start.rng)
    this.#network = new PolicyNetwork(engine, shape, this.#rng, start.theta)
    this.#adam = new Adam(this.#network.model.theta.length, 1e-8, start.adam)
  }

  /** An action for one observation; greedy: the likeliest one. `masking` says what is allowed. */
  async act(
    observation: Float32Array,
    options: { readonly masking?: Masking | undefined; readonly greedy?: boolean } = {},
  ): Promise<Drawn> {
    await this.#engine.use()
    const outputs = this.#network.outputs(observation, 1)
    return draw(this.#network.shape.head, outputs, this.#network.logStd, this.#rng, options)
  }

  /** One step up the policy gradient. `done`: the part of the training that is over, 0 to 1. */
  async learn(batch: ReinforceBatch, done: number): Promise<ReinforceUpdate> {
    const { gradient, ...figures } = await this.gradient(batch, done)
    const learningRate = valueAt(this.#settings.learningRate, done)
    this.#adam.step(this.#network.model.theta, gradient, learningRate)
    this.#network.model.changed()
    return { ...figures, gradientNorm: clipNorm(gradient, Infinity), learningRate }
  }

  /** The gradient of the loss for a batch, in the layout of the parameters; nothing is changed. */
  async gradient(
    { n, observations, actions, masks, returns }: ReinforceBatch,
    done: number,
  ): Promise<Pick<ReinforceUpdate, 'policyLoss' | 'entropy' | 'meanReturn'> & { readonly gradient: Float32Array }> {
    await this.#engine.use()
    const { tf } = this.#engine
    const { head } = this.#network.shape
    const { weights, meanReturn } = weightsOf(returns, this.#settings)
    let terms: ReinforceLoss | undefined
    const { gradient } = this.#network.model.gradient((blocks, network) => {
      const { outputs, logStd } = this.#network.apply(blocks, network, observations, n)
      return scalarOf(tf, logStd ? [outputs, logStd] : [outputs], (outputs, logStd) => {
        const policy = likelihoodOf(head, { n, outputs: outputs as Float32Array, logStd, actions, masks })
        terms = reinforceLoss(policy, weights, valueAt(this.#settings.entropy, done))
        const d = policy.gradient(terms.gradient.logProbability, terms.gradient.entropy)
        return { value: terms.loss, gradients: [d.outputs, d.logStd] }
      })
    })
    const { policyLoss, meanEntropy } = terms as unknown as ReinforceLoss
    return { gradient, policyLoss, entropy: meanEntropy, meanReturn }
  }

  save(): LearnerState {
    return { theta: this.#network.model.theta.slice(), adam: this.#adam.state(), rng: this.#rng.state() }
  }

  /** Gives the tensors back. */
  close(): void {
    this.#network.model.close()
  }
}
