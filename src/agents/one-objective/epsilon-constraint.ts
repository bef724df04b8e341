import type { Json, Measured } from '../../core/index.js'
import { atLeast, atMost, type Goals, lossOf, type MetricConstraint, type Objective } from '../../goals/index.js'
import type { AgentFactory } from '../agent.js'
import { expectOption } from '../expect.js'
import { placeOfObjective } from './objective.js'
import { judgedAnew, viewing } from './view.js'

export interface EpsilonConstraintOptions {
  /** The objective that stays. */
  readonly objective: string
  /**
   * The least that is wanted of others (or of this one), in their own units: at most so much where less is better, at least so much where more
   * is. An excess of the limit's own size is a violation of 1, as in `atMost`. Objectives that are not named do not count.
   */
  readonly limits: Readonly<Record<string, number>>
}

/**
 * An agent of one objective for a study of several: it sees one of them, and limits on others as constraints. A study's best and front are of
 * all objectives, and do not know the limits.
 *
 * Every point of a front is the best one for some limits, also on its concave parts. Its factory throws InvalidAgent for objectives that the
 * study does not have, and where a limit is no finite number.
 * @see Haimes, Lasdon & Wismer 1971, "On a bicriterion formulation of the problems of integrated system identification and system optimization"
 * @example
 * const agent = epsilonConstraint(tpe(), { objective: 'latency', limits: { energy: 5 } })
 */
export const epsilonConstraint = (
  agent: AgentFactory,
  { objective, limits }: EpsilonConstraintOptions,
): AgentFactory => {
  const name = `${agent.agentName}, epsilon-constraint`
  return viewing(name, agent, ({ goals }) => {
    const kept = placeOfObjective(name, goals, objective)
    const constraints = Object.entries(limits).map(([limited, limit]) => limitOn(name, goals, limited, limit))
    const judged = (measured: Measured): Measured => limitedTo(measured, objective, kept, constraints)
    return {
      goals: goalsOf(goals, objective, constraints, judged),
      seen: transitions => judgedAnew(transitions, judged),
      save: () => null,
    }
  })
}

/** The limit on one objective. */
interface LimitOn {
  /** Among the constraints. */
  readonly key: string
  /** Place of the objective among the losses. */
  readonly at: number
  readonly loss: number
  readonly bound: MetricConstraint
}

const limitOn = (owner: string, goals: Goals, objective: string, limit: number): LimitOn => {
  const at = placeOfObjective(owner, goals, objective)
  expectOption(Number.isFinite(limit), owner, `the limit of ${objective}`, 'to be a finite number', limit)
  const goal = goals.objectives[objective] as Objective
  const bound = goal.direction === 'minimize' ? atMost : atLeast
  return {
    key: `limit of ${objective}`,
    at,
    loss: lossOf(goal, limit),
    bound: bound(goal.metric, limit, { statistic: goal.statistic }),
  }
}

const limitedTo = (measured: Measured, objective: string, kept: number, constraints: readonly LimitOn[]): Measured => {
  const violations: Record<string, number> = { ...measured.violations }
  let { violation } = measured
  for (const { key, at, loss, bound } of constraints) {
    const excess = Math.max(0, ((measured.losses[at] as number) - loss) / bound.scale)
    violations[key] = excess
    violation += excess
  }
  return {
    ...measured,
    objectives: { [objective]: measured.objectives[objective] as number },
    losses: [measured.losses[kept] as number],
    violations,
    violation,
    feasible: violation === 0,
  }
}

const goalsOf = (
  goals: Goals,
  objective: string,
  limits: readonly LimitOn[],
  judged: (measured: Measured) => Measured,
): Goals => {
  const bounds = Object.fromEntries(limits.map(({ key, bound }) => [key, bound]))
  return {
    names: [objective],
    objectives: { [objective]: goals.objectives[objective] as Objective },
    constraints: { ...goals.constraints, ...bounds },
    judge: profile => {
      const outcome = goals.judge(profile)
      return outcome._tag === 'Measured' ? judged(outcome) : outcome
    },
    toJSON: () => {
      const { objectives, constraints } = goals.toJSON() as Record<string, Record<string, Json>>
      return {
        objectives: { [objective]: objectives?.[objective] ?? null },
        constraints: { ...constraints, ...(bounds as unknown as Record<string, Json>) },
      }
    },
  }
}
