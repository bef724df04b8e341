import type { Profile, ProfileFailure } from './profile.js'

/** The configuration ran, and this is what it showed. Feasible or not is a matter of the goals. */
export interface Measured {
  readonly _tag: 'Measured'
  readonly profile: Profile
  /** Each objective in its own direction and unit. */
  readonly objectives: Readonly<Record<string, number>>
  /** The objectives in minimisation form, in declared order. */
  readonly losses: readonly number[]
  /** Scaled excess over each metric constraint, 0 where it holds. */
  readonly violations: Readonly<Record<string, number>>
  /** Their sum: 0 exactly when feasible. */
  readonly violation: number
  readonly feasible: boolean
}

/** There is no profile. No number stands for the losses anywhere. */
export interface Failed {
  readonly _tag: 'Failed'
  readonly failure: ProfileFailure
  readonly costMs: number
}

/** A pruner ended it at `step`, before full fidelity. */
export interface Pruned {
  readonly _tag: 'Pruned'
  readonly step: number
  readonly profile?: Profile
  readonly costMs: number
}

/** What one evaluation left behind: a failure is an outcome, not an exception. */
export type Outcome = Measured | Failed | Pruned

/** Time that the evaluation took. */
export const costMsOf = (outcome: Outcome): number =>
  outcome._tag === 'Measured' ? outcome.profile.costMs : outcome.costMs
