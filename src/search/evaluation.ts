import type { Transition } from '../agents/agent.js'
import { type Config, costMsOf, type Json } from '../core/index.js'

/** One trial, as a strategy learns of it. Plain data: it may be saved. */
export interface Evaluation {
  readonly trial: number
  readonly config: Config
  /** In minimisation form; null where the trial failed or was pruned: no number stands for its losses. */
  readonly losses: readonly number[] | null
  /** Sum of scaled excesses over the constraints on metrics; 0 where feasible or without losses. */
  readonly violation: number
  /** Part of the full measurement, in (0, 1]. */
  readonly fidelity: number
  /** Time that it took. */
  readonly costMs: number
  /** Proposed by this strategy, and not by the caller. */
  readonly own: boolean
  /** What the strategy noted when it proposed it; null where nothing. */
  readonly memo: Json
}

/** What a transition tells about its configuration. */
export const evaluationOf = ({ trial, action, outcome, fidelity, origin, memo = null }: Transition): Evaluation => {
  const own = origin === 'agent'
  const isMeasured = outcome._tag === 'Measured'
  return {
    trial,
    config: action.config,
    losses: isMeasured ? outcome.losses : null,
    violation: isMeasured ? outcome.violation : 0,
    fidelity,
    costMs: costMsOf(outcome),
    own,
    memo: own ? memo : null,
  }
}

/** What decides between evaluations. */
export type Verdict = Pick<Evaluation, 'losses' | 'violation'>

/**
 * Orders evaluations of one objective, the better ones first: feasible ones by their loss, then infeasible ones by their violation,
 * then those without losses.
 * @see Deb 2000, "An efficient constraint handling method for genetic algorithms", section 3
 */
export const compareEvaluations = (a: Verdict, b: Verdict): number => {
  if (a.losses === null || b.losses === null) return Number(a.losses === null) - Number(b.losses === null)
  if (a.violation > 0 || b.violation > 0) return a.violation - b.violation
  return (a.losses[0] as number) - (b.losses[0] as number)
}
