import type { Json, Rng } from '../../core/index.js'
import { SumTree } from './sum-tree.js'

/** n steps as one: `reward` is their discounted sum, and `next` is worth `discount` times its value. */
export interface Remembered {
  readonly observation: Float32Array
  readonly action: number
  readonly reward: number
  readonly next: Float32Array
  /** What is allowed in `next`. */
  readonly nextMask: Uint8Array
  /** gamma to the number of steps; 0 where the episode terminated. */
  readonly discount: number
}

export interface Replayed {
  readonly indices: readonly number[]
  readonly transitions: readonly Remembered[]
  /** Importance-sampling weights, the largest of them 1. */
  readonly weights: Float32Array
}

/** Added to errors, so that none is never replayed again. */
const EPSILON = 1e-6

/**
 * The last `capacity` transitions, replayed in proportion to priority^alpha; new ones come with the highest priority so far.
 * @see Schaul et al. 2016, "Prioritized experience replay", algorithm 1 (proportional form)
 */
export class Replay {
  readonly #capacity: number
  readonly #alpha: number
  readonly #tree: SumTree
  readonly #transitions: Remembered[] = []
  #next = 0
  #highest = 1

  constructor(capacity: number, alpha: number, saved?: SavedReplay) {
    this.#capacity = capacity
    this.#alpha = alpha
    this.#tree = new SumTree(capacity)
    if (saved === undefined) return
    this.#next = saved.next
    this.#highest = saved.highest
    for (const [i, { priority, ...transition }] of saved.transitions.entries()) {
      this.#transitions[i] = {
        ...transition,
        observation: Float32Array.from(transition.observation),
        next: Float32Array.from(transition.next),
        nextMask: Uint8Array.from(transition.nextMask),
      }
      this.#tree.set(i, priority)
    }
  }

  get length(): number {
    return this.#transitions.length
  }

  add(transition: Remembered): void {
    this.#transitions[this.#next] = transition
    this.#tree.set(this.#next, this.#highest ** this.#alpha)
    this.#next = (this.#next + 1) % this.#capacity
  }

  /** Draws `size` of them, one from each of as many equal parts of all priorities. */
  draw(size: number, beta: number, rng: Rng): Replayed {
    const { total } = this.#tree
    const indices = Array.from({ length: size }, (_, i) => this.#tree.find(((i + rng.next()) / size) * total))
    const weights = Float32Array.from(indices, i => ((this.length * this.#tree.at(i)) / total) ** -beta)
    const largest = Math.max(...weights)
    return {
      indices,
      transitions: indices.map(i => this.#transitions[i] as Remembered),
      weights: weights.map(weight => weight / largest),
    }
  }

  /** Gives replayed transitions the priorities of their errors. */
  update(indices: readonly number[], errors: Float32Array): void {
    for (const [k, i] of indices.entries()) {
      const priority = Math.abs(errors[k] as number) + EPSILON
      this.#highest = Math.max(this.#highest, priority)
      this.#tree.set(i, priority ** this.#alpha)
    }
  }

  save(): Json {
    const transitions = this.#transitions.map((transition, i) => ({
      ...transition,
      observation: [...transition.observation],
      next: [...transition.next],
      nextMask: [...transition.nextMask],
      priority: this.#tree.at(i),
    }))
    return { next: this.#next, highest: this.#highest, transitions } satisfies SavedReplay as unknown as Json
  }
}

export interface SavedReplay {
  readonly next: number
  readonly highest: number
  readonly transitions: readonly (Omit<Remembered, 'observation' | 'next' | 'nextMask'> & {
    readonly observation: readonly number[]
    readonly next: readonly number[]
    readonly nextMask: readonly number[]
    /** To the power of alpha. */
    readonly priority: number
  })[]
}
