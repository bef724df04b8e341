import type { ActionSpace, ObservationSpace } from './spaces.js'

// The contract between an environment and a learner: Gymnasium's, with promises.

/** Where an episode starts. */
export interface Reset {
  readonly observation: Float32Array
  readonly info: Readonly<Record<string, unknown>>
  /** Alternatives that are allowed in the next step, for masked discrete action spaces. */
  readonly mask?: Uint8Array
}

/** What one action led to. */
export interface Step extends Reset {
  readonly reward: number
  /** The episode reached an end of its own (here: the target). No value lies beyond. */
  readonly terminated: boolean
  /** The episode was cut off (here: the budget ran out). Learners bootstrap the value of `observation`. */
  readonly truncated: boolean
}

/** @see Gymnasium's Env: `reset` before the first step and after `terminated` or `truncated`; the same seed, the same episode. */
export interface Env<A> {
  readonly observationSpace: ObservationSpace
  readonly actionSpace: ActionSpace
  reset(options?: { readonly seed?: number }): Promise<Reset>
  step(action: A): Promise<Step>
  close(): Promise<void>
}
