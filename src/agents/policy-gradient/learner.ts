import type { Rng } from '../../core/index.js'
import type { AdamState } from '../networks/adam.js'
import type { Masking } from '../networks/head.js'
import type { Entry, Noted } from './experience.js'

/** All that a learner needs to go on as if it had never stopped: its parameters, its optimiser and its random stream. */
export interface LearnerState {
  readonly theta: Float32Array
  readonly adam: AdamState
  readonly rng: ReturnType<Rng['state']>
}

/** Where a learner begins: with given parameters, or all of what another one saved. */
export type LearnerStart = Pick<LearnerState, 'theta'> & Partial<LearnerState>

/** A policy that is learnt by its gradient, as `configuringAgent` needs one; `N` is what it wants to find again with an outcome. */
export interface PolicyLearner<N extends Noted> {
  /** Draws an action for one observation. `masking` says what is allowed. */
  act(observation: Float32Array, masking: Masking): Promise<N>
  /** Learns from transitions. `done`: the part of the training that is over, 0 to 1. */
  learn(batch: readonly Entry<N>[], done: number): Promise<void>
  save(): LearnerState
  /** Gives the tensors back. May be called twice. */
  close(): void
}
