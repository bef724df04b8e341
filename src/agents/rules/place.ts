import type { Config, Outcome } from '../../core/index.js'
import { constrainedDominates } from '../../pareto/index.js'

/** Where the agent is, and what came of it. Plain data: it is saved. */
export interface Place {
  readonly config: Config
  readonly outcome: Outcome
}

/** The place of an outcome, as it will be read from a saved state: rules must see the same before and after. */
export const placeOf = (config: Config, outcome: Outcome): Place => {
  switch (outcome._tag) {
    case 'Measured':
      return { config, outcome: JSON.parse(JSON.stringify(outcome)) as Outcome }
    case 'Failed': {
      const { _tag, message } = outcome.failure
      return { config, outcome: { _tag: 'Failed', failure: { _tag, message }, costMs: outcome.costMs } }
    }
    case 'Pruned':
      return { config, outcome: { _tag: 'Pruned', step: outcome.step, costMs: outcome.costMs } }
  }
}

/** Whether an outcome is worse than another one: dominated, more infeasible, or without losses where the other has some. */
export const isWorse = (outcome: Outcome, other: Outcome): boolean =>
  other._tag === 'Measured' &&
  (outcome._tag !== 'Measured' ||
    constrainedDominates(other.losses, other.violation, outcome.losses, outcome.violation))
