import type { Measured, Trial } from '../../core/index.js'
import type { Goals } from '../../goals/index.js'
import type { Space } from '../../space/space.js'
import type { Candidate } from '../standing.js'

// The contract of what observations are composed of.

/** What is known before the first trial. */
export interface ObservedProblem {
  readonly space: Space
  readonly goals: Goals
}

/** How far the search has come. */
export interface ObservedState {
  /** 1 at the start, 0 when the budget is spent. */
  readonly budgetLeft: number
  /** Part of the trials so far that passed since the front last changed. */
  readonly stagnation: number
  /** In the order of telling. */
  readonly trials: readonly Trial[]
  /** Feasible and non-dominated. */
  readonly front: readonly Candidate[]
  readonly best: Candidate | undefined
  /** The baseline, or the first measurement while there is none. */
  readonly reference: Measured | undefined
}

/** Some numbers of an observation. */
export interface ObservedNumbers {
  readonly names: readonly string[]
  /** Bounds: one for all numbers, or one for each. */
  readonly low: number | readonly number[]
  readonly high: number | readonly number[]
  /** Writes the numbers into a row of zeros of their own. */
  write(state: ObservedState, row: Float32Array): void
}

/** A part of an observation: told the problem, it declares its numbers, as many for every state of the search. */
export type ObservationPart = (problem: ObservedProblem) => ObservedNumbers
