import { type Json, type Rng, restoreRng } from '../../core/index.js'
import { Adam, type AdamState, clipNorm } from '../networks/adam.js'
import { type Engine, openEngine, type Scalar } from '../networks/engine.js'
import { valueAt } from '../schedule.js'
import { nSteps, type Step } from './n-step.js'
import type { DqnSettings } from './options.js'
import { QNetwork } from './q-network.js'
import { type Remembered, Replay, type SavedReplay } from './replay.js'

export interface DqnLearnerState {
  readonly theta: Float32Array
  readonly target: Float32Array
  readonly adam: AdamState
  readonly replay: SavedReplay
  readonly json: Json
}

interface SavedJson {
  readonly rng: Json
  readonly steps: number
  readonly waiting: readonly (readonly [slot: number, steps: readonly SavedStep[]])[]
}
type SavedStep = Omit<Step, 'observation' | 'next' | 'nextMask'> & {
  readonly observation: readonly number[]
  readonly next: readonly number[]
  readonly nextMask: readonly number[]
}

/**
 * Double DQN with duelling networks, prioritised replay and n-step targets, without a loop around it.
 *
 * @see Mnih et al. 2015, "Human-level control through deep reinforcement learning"; van Hasselt, Guez & Silver 2016, "Deep reinforcement
 * learning with double Q-learning"; Hessel et al. 2018, "Rainbow"
 */
export class DqnLearner {
  readonly #engine: Engine
  readonly #settings: DqnSettings
  readonly #online: QNetwork
  readonly #target: QNetwork
  readonly #adam: Adam
  readonly #replay: Replay
  readonly #rng: Rng
  readonly #observationSize: number
  /** Steps that wait for those after them, by slot. */
  readonly #waiting: Map<number, Step[]>
  #steps: number

  static async open(
    shape: { readonly observationSize: number; readonly actions: number },
    settings: DqnSettings,
    rng: Rng,
    saved?: DqnLearnerState,
  ): Promise<DqnLearner> {
    return new DqnLearner(await openEngine(settings.backend), shape, settings, rng, saved)
  }

  private constructor(
    engine: Engine,
    { observationSize, actions }: { readonly observationSize: number; readonly actions: number },
    settings: DqnSettings,
    rng: Rng,
    saved: DqnLearnerState | undefined,
  ) {
    const json = saved?.json as unknown as SavedJson | undefined
    this.#engine = engine
    this.#settings = settings
    this.#observationSize = observationSize
    this.#rng = json === undefined ? rng : restoreRng(json.rng)
    this.#online = new QNetwork(engine, observationSize, settings.hidden, actions, this.#rng, saved?.theta)
    const target = saved?.target ?? this.#online.model.theta
    this.#target = new QNetwork(engine, observationSize, settings.hidden, actions, this.#rng, target)
    this.#adam = new Adam(this.#online.model.theta.length, 1e-8, saved?.adam)
    this.#replay = new Replay(settings.capacity, settings.alpha, saved?.replay)
    this.#waiting = new Map(json?.waiting.map(([slot, steps]) => [slot, steps.map(restoredStep)]))
    this.#steps = json?.steps ?? 0
  }

  /** An allowed action: the best one, or with probability epsilon any. `done`: the part of the training that is over. */
  async act(observation: Float32Array, mask: Uint8Array, done: number, greedy = false): Promise<number> {
    const { epsilon, explorationPart } = this.#settings
    const chance = valueAt(epsilon, explorationPart > 0 ? done / explorationPart : 1)
    if (!greedy && this.#rng.next() < chance)
      return this.#rng.pick([...mask.keys()].filter(action => mask[action] === 1))
    return best(this.#online.evaluate(observation, 1), 0, mask)
  }

  /** Takes a step in and learns from the past, every `trainEvery` steps. */
  async observe(slot: number, step: Step, done: number): Promise<void> {
    const { gamma, nSteps: n, learningStarts, trainEvery, targetEvery } = this.#settings
    const waiting = this.#waiting.get(slot) ?? []
    this.#waiting.set(slot, waiting)
    for (const remembered of nSteps(waiting, step, n, gamma)) this.#replay.add(remembered)
    this.#steps++
    if (this.#replay.length >= learningStarts && this.#steps % trainEvery === 0) await this.#learn(done)
    if (this.#steps % targetEvery === 0) {
      this.#target.model.theta.set(this.#online.model.theta)
      this.#target.model.changed()
    }
  }

  /** A slot's trajectory was broken off: its next step does not follow the last one. What waits is dropped. */
  interrupt(slot: number): void {
    this.#waiting.delete(slot)
  }

  async #learn(done: number): Promise<void> {
    await this.#engine.use()
    const { tf } = this.#engine
    const { batchSize, beta, learningRate, maxGradientNorm } = this.#settings
    const { indices, transitions, weights } = this.#replay.draw(batchSize, valueAt(beta, done), this.#rng)
    const targets = this.#targets(transitions)
    const online = this.#online
    const { gradient, told } = online.model.gradient((blocks, network, tell) => {
      const observations = tf.tensor2d(joined(transitions.map(({ observation }) => observation)), [
        batchSize,
        this.#observationSize,
      ])
      const taken = tf.oneHot(
        transitions.map(({ action }) => action),
        online.actions,
      )
      const q = tf.sum(tf.mul(online.apply(blocks, network, observations), tf.cast(taken, 'float32')), 1)
      const error = tf.sub(q, tf.tensor1d(targets))
      tell(error)
      // Huber's loss with delta = 1: its gradient is the error, clipped to [-1, 1], as in Mnih et al.
      const size = tf.abs(error)
      const quadratic = tf.minimum(size, 1)
      const huber = tf.add(tf.mul(0.5, tf.square(quadratic)), tf.sub(size, quadratic))
      return tf.mean<Scalar>(tf.mul(tf.tensor1d(weights), huber))
    })
    clipNorm(gradient, maxGradientNorm)
    this.#adam.step(online.model.theta, gradient, valueAt(learningRate, done))
    online.model.changed()
    this.#replay.update(indices, told[0] as Float32Array)
  }

  /** R + discount * Q_target(s', argmax Q(s', a)). @see van Hasselt et al. 2016, equation 4 */
  #targets(transitions: readonly Remembered[]): Float32Array {
    const next = joined(transitions.map(transition => transition.next))
    const online = this.#online.evaluate(next, transitions.length)
    const target = this.#target.evaluate(next, transitions.length)
    return Float32Array.from(transitions, ({ reward, discount, nextMask }, row) => {
      if (discount === 0 || !nextMask.includes(1)) return reward
      const offset = row * this.#online.actions
      return reward + discount * (target[offset + best(online, offset, nextMask)] as number)
    })
  }

  save(): DqnLearnerState {
    const waiting = [...this.#waiting].map(([slot, steps]) => [slot, steps.map(savedStep)] as const)
    return {
      theta: this.#online.model.theta.slice(),
      target: this.#target.model.theta.slice(),
      adam: this.#adam.state(),
      replay: this.#replay.save(),
      json: { rng: this.#rng.state(), steps: this.#steps, waiting } as unknown as Json,
    }
  }

  /** Gives the tensors back. */
  close(): void {
    this.#online.model.close()
    this.#target.model.close()
  }
}

/** The allowed action of the largest value in a row that begins at `offset`. */
const best = (values: Float32Array, offset: number, mask: Uint8Array): number => {
  let found = -1
  for (let action = 0; action < mask.length; action++) {
    if (mask[action] !== 1) continue
    if (found === -1 || (values[offset + action] as number) > (values[offset + found] as number)) found = action
  }
  return found
}

const joined = (rows: readonly Float32Array[]): Float32Array => {
  const width = rows[0]?.length ?? 0
  const all = new Float32Array(rows.length * width)
  for (const [i, row] of rows.entries()) all.set(row, i * width)
  return all
}

const savedStep = (step: Step): SavedStep => ({
  ...step,
  observation: [...step.observation],
  next: [...step.next],
  nextMask: [...step.nextMask],
})

const restoredStep = (step: SavedStep): Step => ({
  ...step,
  observation: Float32Array.from(step.observation),
  next: Float32Array.from(step.next),
  nextMask: Uint8Array.from(step.nextMask),
})
