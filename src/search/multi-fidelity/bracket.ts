import type { Config } from '../../core/index.js'
import type { Evaluation } from '../evaluation.js'
import type { Individual } from '../nsga2/individual.js'
import { type Entry, Rung } from './rung.js'

/** How many configurations are measured at which fidelity. */
export interface RungPlan {
  readonly size: number
  readonly fidelity: number
}

/** A configuration that goes on. */
export interface Promotion {
  readonly individual: Individual
  /** The rung that it goes to. */
  readonly rung: number
}

/** One round of successive halving: each rung takes the best of the rung below, once that is complete. */
export class Bracket {
  readonly plan: readonly RungPlan[]
  readonly #rungs: readonly Rung[]
  /** As planned, or less where fewer are left to promote. */
  readonly #sizes: number[]
  /** Asked for by rung, told or not. */
  readonly #started: number[]

  constructor(plan: readonly RungPlan[], objectives: number, saved?: SavedBracket) {
    this.plan = plan
    this.#rungs = plan.map((_, i) => new Rung(objectives, saved?.rungs[i]))
    this.#sizes = [...(saved?.sizes ?? plan.map(({ size }) => size))]
    this.#started = [...(saved?.started ?? plan.map(() => 0))]
  }

  /** Whether its lowest rung takes another new configuration. */
  get isOpen(): boolean {
    return (this.#started[0] as number) < (this.#sizes[0] as number)
  }

  get isOver(): boolean {
    return this.#rungs.every((rung, i) => rung.size >= (this.#sizes[i] as number))
  }

  /** Takes a new configuration. */
  start(): void {
    this.#started[0] = (this.#started[0] as number) + 1
  }

  /** What goes on now: from a complete rung, or (`early`) the best that is told of any. */
  promote(isDone: (config: Config) => boolean, early = false): Promotion | undefined {
    for (let next = 1; next < this.#rungs.length; next++) {
      const rung = this.#rungs[next - 1] as Rung
      const [size, started] = [this.#sizes[next] as number, this.#started[next] as number]
      const isComplete = rung.size >= (this.#sizes[next - 1] as number)
      if (started >= size || !(isComplete || early)) continue
      const individual = rung.promote(size, isDone)
      if (individual !== undefined) {
        this.#started[next] = started + 1
        return { individual, rung: next }
      }
      if (isComplete) this.#sizes[next] = started
    }
    return undefined
  }

  learn(rung: number, evaluation: Evaluation): void {
    this.#rungs[rung]?.add(evaluation)
  }

  save(): SavedBracket {
    return { sizes: [...this.#sizes], started: [...this.#started], rungs: this.#rungs.map(rung => rung.save()) }
  }
}

export interface SavedBracket {
  readonly sizes: readonly number[]
  readonly started: readonly number[]
  readonly rungs: readonly (readonly Entry[])[]
}
