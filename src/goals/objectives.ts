import { type Profile, type Statistic, statisticOf } from '../core/index.js'
import type { MetricConstraint, Objective } from './goals.js'

/** Which number of a measured metric counts; the median unless said otherwise. */
interface StatisticOption {
  readonly statistic?: Statistic
}

/** Less is better: a metric by name, or a (named) function of the profile. */
export const minimize = <M extends string = never>(
  what: M | ((profile: Profile) => number),
  options: StatisticOption = {},
): Objective<M> => objective('minimize', what, options)

/** More is better: a metric by name, or a (named) function of the profile. */
export const maximize = <M extends string = never>(
  what: M | ((profile: Profile) => number),
  options: StatisticOption = {},
): Objective<M> => objective('maximize', what, options)

const objective = <M extends string>(
  direction: Objective['direction'],
  what: M | ((profile: Profile) => number),
  { statistic = 'median' }: StatisticOption,
): Objective<M> =>
  typeof what === 'function'
    ? { direction, metric: (what.name || 'computed') as M, statistic, compute: what }
    : { direction, metric: what, statistic }

interface ConstraintOptions extends StatisticOption {
  /** The excess that counts as a violation of 1, above 0. Default: the size of the bound, or 1 for a bound of 0. */
  readonly scale?: number
}

/** Feasible where the metric is at most `bound` (in the metric's unit). */
export const atMost = <M extends string>(
  metric: M,
  bound: number,
  options: ConstraintOptions = {},
): MetricConstraint<M> => constraint('atMost', metric, bound, options)

/** Feasible where the metric is at least `bound` (in the metric's unit). */
export const atLeast = <M extends string>(
  metric: M,
  bound: number,
  options: ConstraintOptions = {},
): MetricConstraint<M> => constraint('atLeast', metric, bound, options)

const constraint = <M extends string>(
  kind: MetricConstraint['kind'],
  metric: M,
  bound: number,
  { statistic = 'median', scale = Math.abs(bound) || 1 }: ConstraintOptions,
): MetricConstraint<M> => ({ kind, metric, bound, statistic, scale })

/** The value in minimisation form; of a loss, the value again. */
export const lossOf = (objective: Objective, value: number): number =>
  objective.direction === 'minimize' ? value : -value

/** The objective's value in a profile; undefined where its metric is missing. */
export const objectiveValue = (objective: Objective, profile: Profile): number | undefined => {
  if (objective.compute) return objective.compute(profile)
  const metric = profile.metrics[objective.metric]
  return metric === undefined ? undefined : statisticOf(metric, objective.statistic)
}

/** Scaled excess over the bound, 0 where it holds; undefined where the metric is missing. */
export const violationOf = (constraint: MetricConstraint, profile: Profile): number | undefined => {
  const metric = profile.metrics[constraint.metric]
  if (metric === undefined) return undefined
  const value = statisticOf(metric, constraint.statistic)
  const excess = constraint.kind === 'atMost' ? value - constraint.bound : constraint.bound - value
  return Math.max(0, excess / constraint.scale)
}
