import { fault, ParetuneError } from '../../core/index.js'
import { mean } from '../../numeric/index.js'
import type { Population } from '../problems/problem.js'
import { randomOverTime } from './baseline.js'
import { type CutoffOptions, tuningBudget } from './budget.js'
import { evenly, lossDistribution } from './distribution.js'
import { strategyCurve, type TuningRun } from './strategy-curve.js'

export interface MethodologyOptions extends CutoffOptions {
  /** Times at which a strategy is looked at. Default: 1,000, as Kernel Tuner has it when it tunes its strategies. */
  readonly points?: number
}

/** One problem, and the runs of one strategy on it. */
export interface TunedProblem {
  readonly population: Population
  readonly runs: readonly TuningRun[]
}

/** Times at which the methodology looks at a strategy. */
const POINTS = 1000

/**
 * P(t) of a strategy on one problem at evenly spaced times of its budget: 0 is as good as random search, 1 the optimum; below 0 is
 * worse than random. Throws InvalidStudy where random search has the optimum within the budget, and what its parts throw.
 * @see Willemsen et al. 2024, "A methodology for comparing optimization algorithms for auto-tuning"
 */
export const performanceCurve = (
  { population, runs }: TunedProblem,
  { points = POINTS, ...cutoffs }: MethodologyOptions = {},
): Float64Array => {
  const distribution = lossDistribution(population)
  const { startMs, ms } = tuningBudget(distribution, cutoffs)
  const timesMs = evenly(startMs, ms, points)
  const random = randomOverTime(distribution, timesMs)
  const found = strategyCurve(distribution, runs, timesMs)
  const optimum = distribution.losses[0] as number
  if (random.includes(optimum)) {
    const message = `expected random search to be short of the optimum, ${optimum}, within the budget: lower the cutoff`
    throw new ParetuneError(fault('InvalidStudy', message))
  }
  return random.map((loss, i) => ((found[i] as number) - loss) / (optimum - loss))
}

/** The score of a strategy over problems: P(t) averaged over them at each time, and this over time. */
export const methodologyScore = (
  problems: readonly TunedProblem[],
  options: MethodologyOptions = {},
): { readonly score: number; readonly curve: Float64Array } => {
  const curves = problems.map(problem => performanceCurve(problem, options))
  const curve = Float64Array.from({ length: options.points ?? POINTS }, (_, i) =>
    mean(curves.map(each => each[i] as number)),
  )
  return { score: mean([...curve]), curve }
}
