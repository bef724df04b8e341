import type { Json } from '../../core/index.js'
import type { Transition } from '../agent.js'

/** What a policy notes with an action that it drew, and finds again with its outcome. */
export interface Noted {
  /** Index of each choice, then each real number. */
  readonly action: readonly number[]
  /** One character for each alternative, 1 where it was allowed. */
  readonly mask: string
}

/** One transition, as experience keeps it: what was noted, and what came of it. */
export type Entry<N extends Noted> = N & {
  readonly slot: number
  readonly observation: readonly number[]
  readonly nextObservation: readonly number[]
  readonly reward: number
  readonly terminated: boolean
  readonly truncated: boolean
}

/** Transitions since the last update, slots one after the other, so that each slot is a stretch of consecutive steps. */
export class Experience<N extends Noted> {
  #entries: Entry<N>[]

  /** `saved`: what `save` answered. */
  constructor(saved?: Json) {
    this.#entries = (saved as unknown as Entry<N>[] | undefined)?.slice() ?? []
  }

  get length(): number {
    return this.#entries.length
  }

  get entries(): readonly Entry<N>[] {
    return this.#entries
  }

  /** Takes in a transition, where the policy drew its action. */
  add({ slot, memo, origin, observation, nextObservation, reward, terminated, truncated }: Transition): void {
    if (origin !== 'agent' || memo === undefined) return
    const noted = memo as unknown as N
    this.#entries.push({
      ...noted,
      slot,
      observation: [...observation],
      nextObservation: [...nextObservation],
      reward,
      terminated,
      truncated,
    })
    this.#entries.sort((a, b) => a.slot - b.slot)
  }

  clear(): void {
    this.#entries = []
  }

  save(): Json {
    return [...this.#entries] as unknown as Json
  }
}

/** What every loss needs of n transitions, row by row: observations [n, size], actions [n, width], masks [n, alternatives]. */
export const columnsOf = (
  entries: readonly Entry<Noted>[],
): {
  readonly n: number
  readonly observations: Float32Array
  readonly actions: Float32Array
  readonly masks: Uint8Array
} => ({
  n: entries.length,
  observations: Float32Array.from(entries.flatMap(({ observation }) => observation)),
  actions: Float32Array.from(entries.flatMap(({ action }) => action)),
  masks: Uint8Array.from(entries.flatMap(({ mask }) => [...mask].map(Number))),
})
