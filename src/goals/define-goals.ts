import { type Either, left, right } from '../core/fp.js'
import {
  type Failed,
  fault,
  type GoalError,
  type Json,
  type MetricSpec,
  messageOf,
  type Profile,
  profileFailure,
  show,
} from '../core/index.js'
import type { Goals, MetricConstraint, Objective } from './goals.js'
import { lossOf, objectiveValue, violationOf } from './objectives.js'

/** Objectives and constraints as the caller writes them. */
export interface GoalOptions<M extends string = string> {
  readonly objectives: Readonly<Record<string, Objective<M>>>
  readonly constraints?: Readonly<Record<string, MetricConstraint<M>>>
}

/**
 * Goals over the metrics of a profiler. Where the metrics are known (`metrics` given), an objective or a constraint that
 * names another one is InvalidGoal before anything runs.
 */
export const defineGoals = (options: GoalOptions, metrics?: readonly MetricSpec[]): Either<GoalError, Goals> => {
  const { objectives, constraints = {} } = options
  const names = Object.keys(objectives)
  if (names.length === 0) return left(fault('InvalidGoal', 'expected at least one objective, got none'))
  for (const [name, { metric, compute }] of Object.entries(objectives)) {
    if (compute === undefined && metrics && !metrics.some(spec => spec.name === metric))
      return left(unknownMetric(`objective \`${name}\``, metric, metrics))
  }
  for (const [name, { metric, bound, scale }] of Object.entries(constraints)) {
    const place = `constraint \`${name}\``
    if (metrics && !metrics.some(spec => spec.name === metric)) return left(unknownMetric(place, metric, metrics))
    if (!Number.isFinite(bound))
      return left(fault('InvalidGoal', `expected a finite bound for ${place}, got ${show(bound)}`))
    if (!(scale > 0 && Number.isFinite(scale)))
      return left(fault('InvalidGoal', `expected a scale above 0 for ${place}, got ${show(scale)}`))
  }
  return right({
    names,
    objectives,
    constraints,
    judge: profile => judge(profile, objectives, constraints),
    toJSON: () => ({ objectives: asData(objectives), constraints: asData(constraints) }),
  })
}

const judge: (
  profile: Profile,
  objectives: Readonly<Record<string, Objective>>,
  constraints: Readonly<Record<string, MetricConstraint>>,
) => ReturnType<Goals['judge']> = (profile, objectives, constraints) => {
  const values: Record<string, number> = {}
  const losses: number[] = []
  const violations: Record<string, number> = {}
  let violation = 0
  try {
    for (const name in objectives) {
      const objective = objectives[name] as Objective
      const value = objectiveValue(objective, profile)
      if (typeof value !== 'number' || !Number.isFinite(value))
        return invalid(profile, `objective \`${name}\``, objective.metric, value)
      values[name] = value
      losses.push(lossOf(objective, value))
    }
    for (const name in constraints) {
      const constraint = constraints[name] as MetricConstraint
      const excess = violationOf(constraint, profile)
      if (typeof excess !== 'number' || !Number.isFinite(excess))
        return invalid(profile, `constraint \`${name}\``, constraint.metric, excess)
      violations[name] = excess
      violation += excess
    }
  } catch (thrown) {
    return invalidMetric(profile, `an objective threw: ${messageOf(thrown)}`)
  }
  return { _tag: 'Measured', profile, objectives: values, losses, violations, violation, feasible: violation === 0 }
}

const invalid = (profile: Profile, place: string, metric: string, got: unknown): Failed => {
  const known = `metrics: ${Object.keys(profile.metrics).join(', ') || 'none'}`
  const missing = profile.absent?.[metric] ?? known
  const came = got === undefined ? `none (${missing})` : show(got)
  return invalidMetric(profile, `expected a finite number for ${place} (${metric}), got ${came}`)
}

const invalidMetric = (profile: Profile, message: string): Failed => ({
  _tag: 'Failed',
  failure: profileFailure('InvalidMetric', message),
  costMs: profile.costMs,
})

const unknownMetric = (place: string, metric: string, metrics: readonly MetricSpec[]): GoalError =>
  fault(
    'InvalidGoal',
    `expected ${place} to name a metric of the profiler (${metrics.map(spec => spec.name).join(', ')}), got ${show(metric)}`,
    { details: { metric } },
  )

/** Functions become their names by way of `metric`; what is left is plain data. */
const asData = (items: Readonly<Record<string, Objective | MetricConstraint>>): Json =>
  Object.fromEntries(
    Object.entries(items).map(([name, item]) => {
      const { compute, ...data } = item as Objective
      return [name, compute ? { ...data, computed: true } : data]
    }),
  ) as Json
