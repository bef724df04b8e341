import type { Transition } from '../../agents/agent.js'
import type { Config } from '../../core/index.js'

/** A configuration and what became of it. */
export interface Individual {
  readonly trial: number
  readonly config: Config
  /** null where the trial failed or was pruned: no number stands for its losses. */
  readonly losses: readonly number[] | null
  /** Sum of scaled excesses over the constraints on metrics; 0 where feasible or without losses. */
  readonly violation: number
}

/** An individual and its place within the population that it was ranked in. */
export interface Ranked extends Individual {
  /** Number of its front, 0 the best. */
  readonly rank: number
  /** Crowding distance within that front; larger is lonelier. */
  readonly crowding: number
}

/** What a transition tells about its configuration. */
export const individualOf = ({ trial, action, outcome }: Transition): Individual =>
  outcome._tag === 'Measured'
    ? { trial, config: action.config, losses: outcome.losses, violation: outcome.violation }
    : { trial, config: action.config, losses: null, violation: 0 }
