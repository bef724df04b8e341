import { fault, ParetuneError, type Report, show, type Trial } from '../../core/index.js'
import type { Goals } from '../../goals/goals.js'
import type { Point } from '../../pareto/index.js'
import type { RunningTrial } from '../options.js'

/** What of a report a pruner looks at. */
export interface PrunedMetric {
  /**
   * A reported metric, an objective, or a function of what was reported. Default: the metrics of all objectives; of one that is a function, what
   * was reported under the function's name. A report without it says nothing.
   */
  readonly metric?: string | ((metrics: Readonly<Record<string, number>>) => number)
  /** Which direction is better. Default: that of the objective of this metric; of a function `minimize`. */
  readonly direction?: 'minimize' | 'maximize'
}

/** A report in minimisation form, one loss for each objective that is looked at; NaN where a training has diverged. */
export interface Losses {
  readonly step: number
  readonly losses: Point
}

/** Reads reports. Throws a ParetuneError (InvalidGoal) for a metric whose direction nobody tells. */
export const lossesOf = ({ metric, direction }: PrunedMetric, goals: Goals) => {
  const all = Object.entries(goals.objectives)
  const read = (metrics: Report['metrics']): readonly (number | undefined)[] => {
    if (metric === undefined) return all.map(([, objective]) => signed(metrics[objective.metric], objective.direction))
    if (typeof metric === 'function') return [signed(metric(metrics), direction ?? 'minimize')]
    const [, objective] = all.find(([name, { metric: of }]) => name === metric || of === metric) ?? []
    const isUp = direction ?? objective?.direction
    if (isUp === undefined) throw unknownDirection(metric, goals)
    return [signed(metrics[objective?.metric ?? metric], isUp)]
  }
  return (reports: readonly Report[] = []): readonly Losses[] =>
    reports.flatMap(({ step, metrics }) => {
      const losses = read(metrics)
      return isWhole(losses) ? [{ step, losses }] : []
    })
}

const signed = (value: number | undefined, direction: 'minimize' | 'maximize'): number | undefined =>
  value === undefined || direction === 'minimize' ? value : -value

const isWhole = (losses: readonly (number | undefined)[]): losses is Point => !losses.includes(undefined)

export const isDiverged = (losses: Point): boolean => losses.some(Number.isNaN)

const unknownDirection = (metric: string, { names }: Goals): ParetuneError =>
  new ParetuneError(
    fault(
      'InvalidGoal',
      `expected a direction for the pruner's metric ${show(metric)}, which is that of no objective (${names.join(', ')}), got none`,
    ),
  )

/**
 * The curves of told trials of the same fidelity as a running one: steps of another fidelity may mean something else. Infeasible ones
 * are left out: what they reach is not what is searched for.
 */
export const curvesBeside = (
  { fidelity }: RunningTrial,
  told: readonly Trial[],
  isCompared: (trial: Trial) => boolean,
  read: (reports?: readonly Report[]) => readonly Losses[],
): readonly (readonly Losses[])[] =>
  told.flatMap(trial => {
    const isOut = trial.outcome._tag === 'Measured' && !trial.outcome.feasible
    if (trial.fidelity !== fidelity || isOut || !isCompared(trial)) return []
    const curve = read(trial.reports)
    return curve.length > 0 ? [curve] : []
  })

/** Throws a ParetuneError (InvalidStudy) where an option is out of range. */
export const checkPruner = (pruner: string, option: string, value: number, holds: boolean, expected: string): void => {
  if (holds) return
  throw new ParetuneError(
    fault('InvalidStudy', `${pruner}: expected ${expected} for \`${option}\`, got ${show(value)}`),
  )
}
