import { type Rng, restoreRng } from '../../core/index.js'
import { ActorCritic, type ActorCriticShape } from '../networks/actor-critic.js'
import { Adam, clipNorm } from '../networks/adam.js'
import { type Engine, openEngine } from '../networks/engine.js'
import { actionWidthOf, type Drawn, draw, type Masking, maskWidthOf, outputsOf } from '../networks/head.js'
import { likelihoodOf } from '../networks/likelihood.js'
import { scalarOf } from '../networks/scalar.js'
import type { LearnerStart, LearnerState } from '../policy-gradient/learner.js'
import { valueAt } from '../schedule.js'
import { type PpoLoss, ppoLoss } from './loss.js'
import type { PpoSettings } from './options.js'

/** n transitions, row by row, as an update learns from them. */
export interface Rollout {
  readonly n: number
  readonly observations: Float32Array
  readonly actions: Float32Array
  readonly masks: Uint8Array
  readonly logProbabilities: Float32Array
  readonly values: Float32Array
  readonly advantages: Float32Array
  readonly returns: Float32Array
}

/** What an update shows of itself; means over its minibatches. */
export interface PpoUpdate {
  readonly policyLoss: number
  readonly valueLoss: number
  readonly entropy: number
  /** mean((r - 1) - log r). @see Schulman, "Approximating KL divergence" */
  readonly approximateKl: number
  /** Part of the transitions whose ratio was clipped. */
  readonly clipFraction: number
  /** 1 - Var(returns - values) / Var(returns), of the values before the update; 0 where the returns do not vary. */
  readonly explainedVariance: number
  readonly gradientNorm: number
  readonly learningRate: number
  /** Minibatches that were learnt from; fewer than planned where `targetKl` ended the update. */
  readonly minibatches: number
}

/** Draws actions from a policy and improves it: proximal policy optimisation without a loop around it. */
export class PpoLearner {
  readonly #engine: Engine
  readonly #settings: PpoSettings
  readonly #networks: ActorCritic
  readonly #adam: Adam
  readonly #rng: Rng

  static async open(
    shape: Omit<ActorCriticShape, 'hidden'>,
    settings: PpoSettings,
    rng: Rng,
    start?: LearnerStart,
  ): Promise<PpoLearner> {
    return new PpoLearner(
      await openEngine(settings.backend),
      { ...shape, hidden: settings.hidden },
      settings,
      rng,
      start,
    )
  }

  private constructor(
    engine: Engine,
    shape: ActorCriticShape,
    settings: PpoSettings,
    rng: Rng,
    start: LearnerStart | undefined,
  ) {
    this.#engine = engine
    this.#settings = settings
    this.#rng = start?.rng === undefined ? rng : restoreRng(start.rng)
    this.#networks = new ActorCritic(engine, shape, this.#rng, start?.theta)
    this.#adam = new Adam(this.#networks.model.theta.length, 1e-5, start?.adam)
  }

  /** Actions for n observations and the values of these. `masking` says what is allowed for each row. */
  async act(
    observations: Float32Array,
    n: number,
    options: { readonly masking?: (row: number) => Masking | undefined; readonly greedy?: boolean } = {},
  ): Promise<{ readonly drawn: readonly Drawn[]; readonly values: Float32Array }> {
    const { head } = this.#networks.shape
    const { outputs, values } = this.#networks.estimate(observations, n)
    const width = outputsOf(head)
    const drawn = Array.from({ length: n }, (_, row) =>
      draw(head, outputs.subarray(row * width, (row + 1) * width), this.#networks.logStd, this.#rng, {
        masking: options.masking?.(row),
        greedy: options.greedy ?? false,
      }),
    )
    return { drawn, values }
  }

  /** V of n observations. */
  async values(observations: Float32Array, n: number): Promise<Float32Array> {
    return this.#networks.values(observations, n)
  }

  /** Learns from a rollout, `epochs` passes over it in shuffled minibatches. `done`: the part of the training that is over, 0 to 1. */
  async learn(rollout: Rollout, done: number): Promise<PpoUpdate> {
    await this.#engine.use()
    const { epochs, batchSize, targetKl } = this.#settings
    const learningRate = valueAt(this.#settings.learningRate, done)
    const all = Array.from({ length: rollout.n }, (_, i) => i)
    const sums = new Float64Array(6)
    let minibatches = 0
    update: for (let epoch = 0; epoch < epochs; epoch++) {
      const order = this.#rng.shuffle(all)
      for (let start = 0; start < rollout.n; start += batchSize) {
        const { gradient, loss } = this.#minibatch(rollout, order.slice(start, start + batchSize), done)
        if (targetKl !== undefined && loss.approximateKl > 1.5 * targetKl) break update
        const norm = clipNorm(gradient, this.#settings.maxGradientNorm)
        this.#adam.step(this.#networks.model.theta, gradient, learningRate)
        this.#networks.model.changed()
        const { policyLoss, valueLoss, meanEntropy, approximateKl, clipFraction } = loss
        const figures = [policyLoss, valueLoss, meanEntropy, approximateKl, clipFraction, norm]
        for (const [i, figure] of figures.entries()) sums[i] = (sums[i] as number) + figure
        minibatches++
      }
    }
    const [policyLoss, valueLoss, entropy, approximateKl, clipFraction, gradientNorm] = [...sums].map(
      sum => sum / Math.max(1, minibatches),
    ) as [number, number, number, number, number, number]
    const explainedVariance = explained(rollout.values, rollout.returns)
    return {
      policyLoss,
      valueLoss,
      entropy,
      approximateKl,
      clipFraction,
      explainedVariance,
      gradientNorm,
      learningRate,
      minibatches,
    }
  }

  #minibatch(rollout: Rollout, rows: readonly number[], done: number) {
    const { tf } = this.#engine
    const settings = this.#settings
    const networks = this.#networks
    const { head, observationSize } = networks.shape
    const n = rows.length
    const pick = (from: Float32Array, width = 1): Float32Array => gather(from, rows, width, new Float32Array(n * width))
    const masks = gather(rollout.masks, rows, maskWidthOf(head), new Uint8Array(n * maskWidthOf(head)))
    const actions = pick(rollout.actions, actionWidthOf(head))
    const advantage = pick(rollout.advantages)
    if (settings.normaliseAdvantages) normalise(advantage)
    const known = {
      oldLogProbability: pick(rollout.logProbabilities),
      oldValue: pick(rollout.values),
      advantage,
      returns: pick(rollout.returns),
    }
    const weights = {
      clip: valueAt(settings.clip, done),
      clipValue: settings.clipValue,
      valueWeight: settings.valueWeight,
      entropyWeight: valueAt(settings.entropy, done),
    }
    let loss: PpoLoss | undefined
    const { gradient } = networks.model.gradient((blocks, network) => {
      const observations = networks.upload(pick(rollout.observations, observationSize), n)
      const { outputs, values, logStd } = networks.apply(blocks, network, observations)
      return scalarOf(tf, logStd ? [outputs, values, logStd] : [outputs, values], (outputs, value, logStd) => {
        const policy = likelihoodOf(head, { n, outputs, logStd, actions, masks })
        loss = ppoLoss({ ...policy, value, ...known }, weights)
        const d = policy.gradient(loss.gradient.logProbability, loss.gradient.entropy)
        return { value: loss.loss, gradients: [d.outputs, loss.gradient.value, d.logStd] }
      })
    })
    return { gradient, loss: loss as PpoLoss }
  }

  save(): LearnerState {
    return { theta: this.#networks.model.theta.slice(), adam: this.#adam.state(), rng: this.#rng.state() }
  }

  /** Gives the tensors back. */
  close(): void {
    this.#networks.model.close()
  }
}

/** Rows of a matrix, `width` numbers each. */
const gather = <T extends Float32Array | Uint8Array>(from: T, rows: readonly number[], width: number, to: T): T => {
  for (let i = 0; i < rows.length; i++) {
    const start = (rows[i] as number) * width
    for (let k = 0; k < width; k++) to[i * width + k] = from[start + k] as number
  }
  return to
}

/** To mean 0 and deviation 1 (with n - 1, as PyTorch's std), in place. A single number stays what it is. */
const normalise = (values: Float32Array): void => {
  if (values.length < 2) return
  let mean = 0
  for (const value of values) mean += value / values.length
  let variance = 0
  for (const value of values) variance += (value - mean) ** 2 / (values.length - 1)
  const scale = 1 / (Math.sqrt(variance) + 1e-8)
  for (let i = 0; i < values.length; i++) values[i] = ((values[i] as number) - mean) * scale
}

const explained = (values: Float32Array, returns: Float32Array): number => {
  const total = variance(returns)
  return total === 0 ? 0 : 1 - variance(returns.map((value, i) => value - (values[i] as number))) / total
}

const variance = (values: Float32Array): number => {
  let [mean, sum] = [0, 0]
  for (const value of values) mean += value / values.length
  for (const value of values) sum += (value - mean) ** 2
  return sum / values.length
}
