import { dominates, type Point } from '../../pareto/index.js'
import type { Pruner } from '../options.js'
import { checkPruner, isDiverged, lossesOf, type PrunedMetric } from './losses.js'

export interface PatientPrunerOptions extends PrunedMetric {
  /** Reports in a row that may bring nothing better. Whole, at least 0. */
  readonly patience: number
  /** By so much a loss may be worse than the best before and still count as no worse. At least 0. Default 0. */
  readonly minDelta?: number
}

/**
 * Lets another pruner stop a trial only once its last `patience` + 1 reports were all worse than the best one before them; without another pruner it
 * stops the trial then. Of several objectives, unless `metric` names one, worse is: dominated by an earlier report.
 *
 * Throws a ParetuneError (InvalidStudy) for an option out of range.
 * @see Optuna, `PatientPruner`
 */
export const patientPruner = (inner: Pruner | undefined, options: PatientPrunerOptions): Pruner => {
  const { patience, minDelta = 0 } = options
  const isWhole = Number.isInteger(patience) && patience >= 0
  checkPruner('patientPruner', 'patience', patience, isWhole, 'a whole number of at least 0')
  checkPruner('patientPruner', 'minDelta', minDelta, minDelta >= 0, 'a number of at least 0')
  return {
    shouldStop: (trial, step, metrics, told, goals) => {
      const curve = lossesOf(options, goals)(trial.reports).toSorted((a, b) => a.step - b.step)
      const points = curve.map(({ losses }) => losses)
      const [before, after] = [points.slice(0, -patience - 1), points.slice(-patience - 1)]
      if (before.length === 0 || !after.every(point => isWorse(point, before, minDelta))) return false
      return inner?.shouldStop(trial, step, metrics, told, goals) ?? true
    },
  }
}

/** Also what has diverged. */
const isWorse = (point: Point, before: readonly Point[], minDelta: number): boolean =>
  isDiverged(point) ||
  before.some(
    earlier =>
      !isDiverged(earlier) &&
      dominates(
        earlier.map(loss => loss + minDelta),
        point,
      ),
  )
