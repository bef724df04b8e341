import { dominates } from '../../pareto/index.js'
import type { Pruner } from '../options.js'
import { checkPruner, curvesBeside, isDiverged, type Losses, lossesOf, type PrunedMetric } from './losses.js'

export interface SuccessiveHalvingPrunerOptions extends PrunedMetric {
  /** The step of the first rung. Above 0. Default 1. */
  readonly minStep?: number
  /** One of so many trials goes on past a rung; the next rung is so many times as far. At least 2. Default 4 (Li et al. 2020; Optuna). */
  readonly eta?: number
}

/**
 * Asynchronous successive halving over the steps of trials: at the steps `minStep`, `minStep` eta, `minStep` eta^2, ... a trial goes on where it is
 * among the best 1/eta of those that have come there, or the best of all. Of several objectives, unless `metric` names one, it is stopped where so
 * many dominate it. Told trials of the same fidelity are compared, also those that were stopped.
 *
 * Throws a ParetuneError (InvalidStudy) for an option out of range.
 * @see Li et al. 2020, "A system for massively parallel hyperparameter tuning"; Optuna, `SuccessiveHalvingPruner`
 */
export const successiveHalvingPruner = (options: SuccessiveHalvingPrunerOptions = {}): Pruner => {
  const { minStep = 1, eta = 4 } = options
  checkPruner('successiveHalvingPruner', 'minStep', minStep, minStep > 0, 'a number above 0')
  checkPruner('successiveHalvingPruner', 'eta', eta, eta >= 2 && eta < Infinity, 'a number of at least 2')
  return {
    shouldStop: (trial, step, _metrics, told, goals) => {
      const read = lossesOf(options, goals)
      const own = read(trial.reports)
      const losses = own.at(-1)?.losses
      const passed = Math.max(0, ...own.slice(0, -1).map(report => report.step))
      const rungs = rungsBetween(passed, step, minStep, eta)
      if (losses === undefined || rungs.length === 0) return false
      if (isDiverged(losses)) return true
      const curves = curvesBeside(trial, told, () => true, read)
      return rungs.some(rung => {
        const there = curves.flatMap(curve => reachedAt(curve, rung))
        const better = there.filter(other => dominates(other.losses, losses)).length
        return better >= Math.max(1, Math.floor((there.length + 1) / eta))
      })
    },
  }
}

/** Rungs above the step of the report before, up to that of this one. */
const rungsBetween = (passed: number, step: number, minStep: number, eta: number): readonly number[] => {
  const rungs: number[] = []
  for (let rung = minStep; rung <= step; rung *= eta) if (rung > passed) rungs.push(rung)
  return rungs
}

/** What a trial reported when it came to a rung, in a list: empty where it did not. */
const reachedAt = (curve: readonly Losses[], rung: number): readonly Losses[] => {
  const first = curve.find(report => report.step >= rung)
  return first ? [first] : []
}
