import type { Rng } from '../../core/index.js'
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
    const { transitions, observations, nexts, nextMasks } = saved
    const row = <T extends Float32Array | Uint8Array>(all: T, i: number): T => {
      const width = all.length / transitions.length
      return all.slice(i * width, (i + 1) * width) as T
    }
    this.#next = saved.next
    this.#highest = saved.highest
    for (const [i, [action, reward, discount, priority]] of transitions.entries()) {
      const [observation, next, nextMask] = [row(observations, i), row(nexts, i), row(nextMasks, i)]
      this.#transitions[i] = { observation, action, reward, next, nextMask, discount }
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

  save(): SavedReplay {
    const all = this.#transitions
    return {
      next: this.#next,
      highest: this.#highest,
      transitions: all.map(({ action, reward, discount }, i) => [action, reward, discount, this.#tree.at(i)]),
      observations: Float32Array.from(all.flatMap(({ observation }) => [...observation])),
      nexts: Float32Array.from(all.flatMap(({ next }) => [...next])),
      nextMasks: Uint8Array.from(all.flatMap(({ nextMask }) => [...nextMask])),
    }
  }
}

/** What a memory holds: numbers one by one, and rows of equal width end to end. */
export interface SavedReplay {
  readonly next: number
  readonly highest: number
  /** `priority` is to the power of alpha. */
  readonly transitions: readonly (readonly [action: number, reward: number, discount: number, priority: number])[]
  readonly observations: Float32Array
  readonly nexts: Float32Array
  readonly nextMasks: Uint8Array
}
