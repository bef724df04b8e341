import type { Rng } from '../../core/index.js'
import { simplexDraw } from '../../numeric/index.js'
import { crowdingDistances, front, type Point } from '../../pareto/index.js'
import { logHypervolumeImprovement } from './hypervolume-improvement.js'
import { acquisitionOf } from './improvement.js'
import type { Settings } from './options.js'
import { type LogProbability, labelsOfSuccess, labelsOfViolation, logProbabilityOf } from './probability.js'
import { scalarised } from './scalarisation.js'
import type { Surrogate } from './surrogate.js'
import type { Measured, Trials } from './trials.js'
import { targetsOf } from './warping.js'

/** What the next trial is chosen by. */
export interface Criterion {
  /** The more the better. */
  worthOf(point: Float64Array): number
  /** The trials to look around. */
  readonly best: readonly Measured[]
  /** What it looks for, for people. */
  readonly aim: string
}

export interface Models {
  /** One for each loss, or a single one for weightings of all of them. */
  readonly losses: readonly Surrogate[]
  readonly violation: Surrogate
  /** Of being feasible, among trials with losses; of having losses, among all. */
  readonly feasible: Surrogate
  readonly success: Surrogate
}

/**
 * By what the next trial is chosen, from all trials and the points of pending ones; at least one trial has losses. Improvement of the losses
 * counts by the probability that a configuration runs and is feasible. As long as nothing is feasible it is the violation that
 * is to improve.
 * @see Schonlau, Welch & Jones 1998, "Global versus local search in constrained optimization of computer models" (feasibility times improvement)
 */
export const criterionOf = (
  models: Models,
  trials: Trials,
  pending: readonly Float64Array[],
  settings: Settings,
  rng: Rng,
): Criterion => {
  const { measured, points } = trials
  const objectives = (measured[0] as Measured).losses.length
  const violations = measured.map(({ violation }) => violation)
  const isFeasible = measured.map(({ violation }) => violation === 0)
  const runs = logProbabilityOf(models.success, points, labelsOfSuccess(trials.succeeded()))
  if (!isFeasible.includes(true)) {
    const one = {
      surrogate: models.violation,
      losses: violations,
      counts: violations.map(() => true),
      logFeasible: runs,
    }
    return { ...improvement(one, trials, pending, settings), aim: 'a smaller violation' }
  }
  const holds = logProbabilityOf(models.feasible, trials.measuredPoints, labelsOfViolation(violations))
  const logFeasible: LogProbability = point => runs(point) + holds(point)
  if (models.losses.length > 1)
    return hypervolumeImprovement(models.losses, trials, isFeasible, logFeasible, pending, settings)
  const [surrogate] = models.losses as [Surrogate]
  if (objectives === 1) {
    const losses = measured.map(({ losses }) => losses[0] as number)
    const one = { surrogate, losses, counts: isFeasible, logFeasible }
    return { ...improvement(one, trials, pending, settings), aim: 'a smaller loss' }
  }
  const weights = simplexDraw(objectives, rng)
  const losses = scalarised(
    measured.map(trial => trial.losses),
    weights,
  )
  const one = { surrogate, losses, counts: isFeasible, logFeasible }
  const shown = weights.map(weight => weight.toFixed(2)).join(', ')
  return { ...improvement(one, trials, pending, settings), aim: `smaller losses, weighted ${shown}` }
}

/** A single quantity to be made smaller. */
interface One {
  readonly surrogate: Surrogate
  /** Of all trials with losses. */
  readonly losses: readonly number[]
  /** Which of them may count as the best so far. */
  readonly counts: readonly boolean[]
  readonly logFeasible: LogProbability
}

const improvement = (
  { surrogate, losses, counts, logFeasible }: One,
  { measured, measuredPoints }: Trials,
  pending: readonly Float64Array[],
  { acquisition, xi, kappa, warping }: Settings,
): Omit<Criterion, 'aim'> => {
  const targets = targetsOf(losses, warping)
  const { process, rows } = surrogate.of(measuredPoints, targets, pending)
  const least = leastOf(targets, counts)
  // Noise makes the best target better than what lies beneath it (Picheny, Wagner & Ginsbourger 2013, "plugin"): the process tells by how much.
  let best = Number.POSITIVE_INFINITY
  for (const [k, row] of rows.entries())
    if (counts[row]) best = Math.min(best, process.smoothed(k, targets[row] as number))
  if (best === Number.POSITIVE_INFINITY) best = targets[least[0] as number] as number
  for (const point of pending) best = Math.min(best, process.predict(point).mean)
  const worthOf = acquisitionOf(acquisition, kappa)
  return {
    worthOf: point => worthOf(process.predict(point), best - xi, logFeasible(point)),
    best: least.map(i => measured[i] as Measured),
  }
}

/** Trials to look around. */
const AROUND = 5

/** Indices of the least targets that count, the least first. */
export const leastOf = (targets: Float64Array, counts: readonly boolean[]): readonly number[] =>
  [...targets.keys()]
    .filter(i => counts[i])
    .sort((a, b) => (targets[a] as number) - (targets[b] as number) || a - b)
    .slice(0, AROUND)

const hypervolumeImprovement = (
  surrogates: readonly Surrogate[],
  { measured, measuredPoints }: Trials,
  isFeasible: readonly boolean[],
  logFeasible: LogProbability,
  pending: readonly Float64Array[],
  { warping }: Settings,
): Criterion => {
  const targets = surrogates.map((_, m) =>
    targetsOf(
      measured.map(({ losses }) => losses[m] as number),
      warping,
    ),
  )
  const processes = surrogates.map(
    (surrogate, m) => surrogate.of(measuredPoints, targets[m] as Float64Array, pending).process,
  )
  const feasible = [...measured.keys()].filter(i => isFeasible[i])
  const points: Point[] = feasible.map(i => targets.map(of => of[i] as number))
  const best = spread(points, front(points))
  const believed = pending.map(point => processes.map(process => process.predict(point).mean))
  const reference = referenceOf(best.map(i => points[i] as Point))
  const logImprovement = logHypervolumeImprovement([...best.map(i => points[i] as Point), ...believed], reference)
  return {
    worthOf: point => logImprovement(processes.map(process => process.predict(point))) + logFeasible(point),
    best: best.map(i => measured[feasible[i] as number] as Measured),
    aim: 'more hypervolume',
  }
}

/** Points of a front that count: of three losses the boxes between them grow with their square. */
const MAX_FRONT = 64

/** The least crowded ones of a front that is larger. */
const spread = (points: readonly Point[], indices: readonly number[]): readonly number[] => {
  if (indices.length <= MAX_FRONT) return indices
  const distances = crowdingDistances(indices.map(i => points[i] as Point))
  return [...indices.keys()]
    .sort((a, b) => (distances[b] as number) - (distances[a] as number) || a - b)
    .slice(0, MAX_FRONT)
    .map(k => indices[k] as number)
}

/** A tenth of the front's extent beyond its worst losses; of a standard deviation where it has none. @see Balandat et al. 2020, BoTorch, `infer_reference_point` */
const referenceOf = (points: readonly Point[]): number[] =>
  (points[0] as Point).map((_, m) => {
    const losses = points.map(point => point[m] as number)
    const worst = Math.max(...losses)
    return worst + 0.1 * (worst - Math.min(...losses) || 1)
  })
