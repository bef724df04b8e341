import { makeRng } from '../../core/index.js'
import type { VectorEnv, VectorStep } from '../../env/index.js'
import { actionWidthOf, type Drawn, type HeadShape, headOf, maskingOf, maskWidthOf } from '../networks/head.js'
import { generalisedAdvantages } from './gae.js'
import { PpoLearner, type PpoUpdate } from './learner.js'
import { type PpoOptions, ppoSettings } from './options.js'

export interface TrainPpoOptions extends PpoOptions {
  /** Steps to train for, over all environments. */
  readonly totalSteps: number
  /** Steps of each environment between updates. Default: 128. */
  readonly rolloutSteps?: number
  /** Of the networks, the actions and the environments. Default: 0. */
  readonly seed?: number
  /** Called after each update, with the learner as it is then; true ends the training. */
  readonly onUpdate?: (
    update: PpoUpdate & { readonly steps: number },
    learner: PpoLearner,
  ) => boolean | undefined | Promise<boolean | undefined>
  /** Called at the end of each episode, with the sum of its rewards, undiscounted. `steps`: those of all environments so far. */
  readonly onEpisode?: (episode: { readonly reward: number; readonly length: number; readonly steps: number }) => void
}

/**
 * PPO on any environments with discrete or real actions: rollouts of all of them side by side, an update after each. Value beyond a
 * truncation is bootstrapped from the final observation. Answers the learner, to be closed by the caller; the environments stay open.
 * Throws InvalidAgent for an option out of range, actions that are whole configurations, or where tfjs cannot run.
 *
 * @see CleanRL's ppo.py and Stable-Baselines3's PPO, whose details it follows
 */
export const trainPpo = async (env: VectorEnv<readonly number[]>, options: TrainPpoOptions): Promise<PpoLearner> => {
  const { totalSteps, rolloutSteps = 128, seed = 0, onUpdate, onEpisode, ...rest } = options
  const head = headOf(env.actionSpace)
  const settings = ppoSettings(rest)
  const observationSize = env.observationSpace.size
  const learner = await PpoLearner.open({ observationSize, head }, settings, makeRng(`${seed}/ppo`))
  const episodes = new Episodes(env.size)
  let now = await env.reset({ seed })
  for (let done = 0; done < totalSteps; ) {
    const progress = done / totalSteps
    const rollout = new RolloutBuffer(rolloutSteps, env.size, observationSize, head)
    for (let t = 0; t < rolloutSteps; t++) {
      const masking = maskingOf(head, now.masks)
      const { drawn, values } = await learner.act(now.observations, env.size, masking ? { masking } : {})
      rollout.begin(t, now.observations, drawn, values)
      const step = await env.step(drawn.map(({ action }) => action))
      done += env.size
      const finals = step.finalObservations
      for (const [slot, final] of finals.entries())
        if (final !== undefined && step.truncated[slot] === 1)
          rollout.truncate(t, slot, (await learner.values(final, 1))[0] as number)
      rollout.end(t, step)
      for (const episode of episodes.take(step)) onEpisode?.({ ...episode, steps: done })
      now = step
    }
    rollout.finish(await learner.values(now.observations, env.size))
    const estimates = generalisedAdvantages(rollout, settings.gamma, settings.gaeLambda)
    const update = await learner.learn({ ...rollout.columns, ...estimates }, progress)
    if (await onUpdate?.({ ...update, steps: done }, learner)) break
  }
  return learner
}

/** A rollout while it is being made: row t * slots + s is step t of environment s. */
class RolloutBuffer {
  readonly steps: number
  readonly slots: number
  readonly rewards: Float32Array
  readonly nextValues: Float32Array
  readonly terminated: Uint8Array
  readonly truncated: Uint8Array
  readonly columns
  readonly #width: number
  readonly #maskWidth: number

  constructor(steps: number, slots: number, observationSize: number, head: HeadShape) {
    const n = steps * slots
    this.steps = steps
    this.slots = slots
    this.#width = actionWidthOf(head)
    this.#maskWidth = maskWidthOf(head)
    this.rewards = new Float32Array(n)
    this.nextValues = new Float32Array(n)
    this.terminated = new Uint8Array(n)
    this.truncated = new Uint8Array(n)
    this.columns = {
      n,
      observations: new Float32Array(n * observationSize),
      actions: new Float32Array(n * this.#width),
      masks: new Uint8Array(n * this.#maskWidth),
      logProbabilities: new Float32Array(n),
      values: new Float32Array(n),
    }
  }

  get values(): Float32Array {
    return this.columns.values
  }

  begin(t: number, observations: Float32Array, drawn: readonly Drawn[], values: Float32Array): void {
    const row = t * this.slots
    this.columns.observations.set(observations, row * (observations.length / this.slots))
    this.columns.values.set(values, row)
    for (const [slot, { action, logProbability, mask }] of drawn.entries()) {
      this.columns.actions.set(action, (row + slot) * this.#width)
      this.columns.masks.set(mask, (row + slot) * this.#maskWidth)
      this.columns.logProbabilities[row + slot] = logProbability
    }
    if (t > 0) this.#lead(row - this.slots, values)
  }

  /** Notes the value of a final observation that an episode was cut off at. */
  truncate(t: number, slot: number, value: number): void {
    this.nextValues[t * this.slots + slot] = value
  }

  end(t: number, { rewards, terminated, truncated }: VectorStep): void {
    this.rewards.set(rewards, t * this.slots)
    this.terminated.set(terminated, t * this.slots)
    this.truncated.set(truncated, t * this.slots)
  }

  finish(values: Float32Array): void {
    this.#lead((this.steps - 1) * this.slots, values)
  }

  /** Steps from `row` on led to observations of these values, but for those that ended an episode: after them a new one began. */
  #lead(row: number, values: Float32Array): void {
    for (const [slot, value] of values.entries())
      if (this.terminated[row + slot] === 0 && this.truncated[row + slot] === 0) this.nextValues[row + slot] = value
  }
}

/** Sums of rewards of the episodes under way. */
class Episodes {
  readonly #rewards: Float64Array
  readonly #lengths: Uint32Array

  constructor(slots: number) {
    this.#rewards = new Float64Array(slots)
    this.#lengths = new Uint32Array(slots)
  }

  /** Those that a step has ended. */
  take({ rewards, terminated, truncated }: VectorStep): { readonly reward: number; readonly length: number }[] {
    const ended: { readonly reward: number; readonly length: number }[] = []
    for (const [slot, reward] of rewards.entries()) {
      const episode = { reward: (this.#rewards[slot] as number) + reward, length: (this.#lengths[slot] as number) + 1 }
      const isOver = terminated[slot] === 1 || truncated[slot] === 1
      if (isOver) ended.push(episode)
      this.#rewards[slot] = isOver ? 0 : episode.reward
      this.#lengths[slot] = isOver ? 0 : episode.length
    }
    return ended
  }
}
