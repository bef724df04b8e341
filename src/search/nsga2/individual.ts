import type { Config } from '../../core/index.js'
import { constrainedDominates } from '../../pareto/index.js'
import type { Evaluation } from '../evaluation.js'

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
  /** How far it is from the others of that front, by `leastCrowded`; larger is lonelier. */
  readonly crowding: number
}

/** What an evaluation tells about its configuration. */
export const individualOf = ({ trial, config, losses, violation }: Evaluation): Individual => ({
  trial,
  config,
  losses,
  violation,
})

/** Whether one is preferred to another whatever else there is: those without losses come last, then constrained domination decides. */
export const beats = (a: Individual, b: Individual): boolean =>
  a.losses !== null && (b.losses === null || constrainedDominates(a.losses, a.violation, b.losses, b.violation))
