import type { Report } from '../../core/index.js'
import { quantileOfSorted } from '../../numeric/index.js'
import { dominates, type Point } from '../../pareto/index.js'
import type { Pruner } from '../options.js'
import { checkPruner, curvesBeside, isDiverged, type Losses, lossesOf, type PrunedMetric } from './losses.js'

export interface MedianPrunerOptions extends PrunedMetric {
  /** Completed trials before the first one is stopped. Whole, at least 1. Default 5 (Optuna). */
  readonly startup?: number
  /** The first step at which a trial may be stopped. Default 0 (Optuna). */
  readonly warmup?: number
  /** Steps from one check to the next. Above 0. Default 1 (Optuna). */
  readonly interval?: number
  /**
   * What of completed trials a trial is compared with: `average` of what they reported up to the step (Golovin et al. 2017), or what they reported
   * last until then, at the `step` (Optuna), which stops more. Default `average`.
   */
  readonly against?: 'average' | 'step'
}

export interface PercentilePrunerOptions extends MedianPrunerOptions {
  /** Between 0 and 100: 25 lets those go on that are among the best 25 of 100. */
  readonly percentile: number
}

/**
 * Stops a trial whose best intermediate result is worse than the median of the completed ones at that step.
 *
 * Trials of the same fidelity are compared, feasible ones. Of several objectives, unless `metric` names one, a trial is stopped that more than half
 * of the completed ones dominate. A trial that reports nothing but NaN is stopped too.
 * @see Golovin et al. 2017, "Google Vizier: a service for black-box optimization", section 3.2.2
 */
export const medianPruner = (options: MedianPrunerOptions = {}): Pruner =>
  percentileRule('medianPruner', { ...options, percentile: 50 })

/** The same with another percentile than the median. Throws a ParetuneError (InvalidStudy) for an option out of range. */
export const percentilePruner = (options: PercentilePrunerOptions): Pruner =>
  percentileRule('percentilePruner', options)

const percentileRule = (name: string, options: PercentilePrunerOptions): Pruner => {
  const { percentile, startup = 5, warmup = 0, interval = 1, against = 'average' } = options
  checkPruner(name, 'percentile', percentile, percentile >= 0 && percentile <= 100, 'a number in [0, 100]')
  checkPruner(name, 'startup', startup, Number.isInteger(startup) && startup >= 1, 'a whole number of at least 1')
  checkPruner(name, 'warmup', warmup, warmup >= 0, 'a number of at least 0')
  checkPruner(name, 'interval', interval, interval > 0, 'a number above 0')
  return {
    shouldStop: ({ reports, ...trial }, step, _metrics, told, goals) => {
      if (step < warmup || !isDue(reports, step, warmup, interval)) return false
      const read = lossesOf(options, goals)
      const own = read(reports)
      if (own.length === 0) return false
      const curves = curvesBeside({ ...trial, reports }, told, ({ outcome }) => outcome._tag === 'Measured', read)
      if (curves.length < startup) return false
      const best = bestOf(own)
      if (best === undefined) return true
      const others = curves.flatMap(curve => (against === 'average' ? averageAt(curve, step) : lastAt(curve, step)))
      return others.length > 0 && isBeyond(best, others, percentile / 100)
    },
  }
}

/** Whether this is the first report since the last check was due. */
const isDue = (reports: readonly Report[], step: number, warmup: number, interval: number): boolean => {
  const due = warmup + Math.floor((step - warmup) / interval) * interval
  return reports.slice(0, -1).every(report => report.step < due)
}

/** The least of each loss; undefined where all have diverged. */
const bestOf = (own: readonly Losses[]): Point | undefined => {
  const points = own.map(({ losses }) => losses).filter(losses => !isDiverged(losses))
  return points[0]?.map((_, m) => Math.min(...points.map(losses => losses[m] as number)))
}

/** Mean of each loss up to a step, in a list: empty where there is none. */
const averageAt = (curve: readonly Losses[], step: number): readonly Point[] => {
  const until = curve.filter(report => report.step <= step && !isDiverged(report.losses))
  const [first] = until
  if (first === undefined) return []
  return [first.losses.map((_, m) => until.reduce((sum, { losses }) => sum + (losses[m] as number), 0) / until.length)]
}

/** The last losses up to a step, in a list: empty where there are none. */
const lastAt = (curve: readonly Losses[], step: number): readonly Point[] => {
  const last = curve.findLast(report => report.step <= step && !isDiverged(report.losses))
  return last ? [last.losses] : []
}

/** One loss against the quantile of the others; of several, the part of the others that dominate them. */
const isBeyond = (best: Point, others: readonly Point[], quantile: number): boolean => {
  if (best.length > 1) return others.filter(other => dominates(other, best)).length > quantile * others.length
  const sorted = others.map(([loss]) => loss as number).sort((a, b) => a - b)
  return (best[0] as number) > quantileOfSorted(sorted, quantile)
}
