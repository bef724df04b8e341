import type { Json } from '../../core/index.js'
import type { Transition } from '../agent.js'
import { generalisedAdvantages } from './gae.js'
import type { Rollout } from './learner.js'
import type { PpoSettings } from './options.js'

/** What the agent notes with a proposal, and finds again with its outcome. */
export interface Noted {
  readonly action: readonly number[]
  readonly logProbability: number
  /** One character for each alternative, 1 where it was allowed. */
  readonly mask: string
  readonly value: number
}

interface Entry extends Noted {
  readonly slot: number
  readonly observation: readonly number[]
  readonly nextObservation: readonly number[]
  readonly reward: number
  readonly terminated: boolean
  readonly truncated: boolean
}

/** Transitions since the last update. */
export class Experience {
  #entries: Entry[]

  constructor(saved?: Json) {
    this.#entries = (saved as unknown as Entry[] | undefined)?.slice() ?? []
  }

  get length(): number {
    return this.#entries.length
  }

  /** Takes in a transition, where the policy drew its action. */
  add({ slot, memo, origin, observation, nextObservation, reward, terminated, truncated }: Transition): void {
    if (origin !== 'agent' || memo === undefined) return
    const noted = memo as unknown as Noted
    this.#entries.push({
      ...noted,
      slot,
      observation: [...observation],
      nextObservation: [...nextObservation],
      reward,
      terminated,
      truncated,
    })
    // Slots one after the other, so that each is a stretch of consecutive steps.
    this.#entries.sort((a, b) => a.slot - b.slot)
  }

  /** Row by row, in the order of `rollout`. */
  nextObservations(): Float32Array {
    return Float32Array.from(this.#entries.flatMap(({ nextObservation }) => nextObservation))
  }

  /** What an update learns from. `nextValues`: V of the observations that the transitions led to. */
  rollout(nextValues: Float32Array, { gamma, gaeLambda }: PpoSettings): Rollout {
    const entries = this.#entries
    const n = entries.length
    const values = Float32Array.from(entries, ({ value }) => value)
    const advantages = new Float32Array(n)
    const returns = new Float32Array(n)
    for (let start = 0, end = 0; start < n; start = end) {
      while (end < n && entries[end]?.slot === entries[start]?.slot) end++
      const part = entries.slice(start, end)
      const estimates = generalisedAdvantages(
        {
          steps: part.length,
          slots: 1,
          rewards: Float32Array.from(part, ({ reward }) => reward),
          values: values.subarray(start, end),
          nextValues: nextValues.subarray(start, end),
          terminated: Uint8Array.from(part, ({ terminated }) => Number(terminated)),
          truncated: Uint8Array.from(part, ({ truncated }) => Number(truncated)),
        },
        gamma,
        gaeLambda,
      )
      advantages.set(estimates.advantages, start)
      returns.set(estimates.returns, start)
    }
    return {
      n,
      observations: Float32Array.from(entries.flatMap(({ observation }) => observation)),
      actions: Float32Array.from(entries.flatMap(({ action }) => action)),
      masks: Uint8Array.from(entries.flatMap(({ mask }) => [...mask].map(Number))),
      logProbabilities: Float32Array.from(entries, ({ logProbability }) => logProbability),
      values,
      advantages,
      returns,
    }
  }

  clear(): void {
    this.#entries = []
  }

  save(): Json {
    return [...this.#entries] as unknown as Json
  }
}
