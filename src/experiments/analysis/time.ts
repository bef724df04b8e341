import { ParetuneError } from '../../core/index.js'
import { mean, median } from '../../numeric/index.js'
import { tuningBudget } from '../methodology/budget.js'
import { lossDistribution } from '../methodology/distribution.js'
import { performanceCurve } from '../methodology/score.js'
import type { TuningRun } from '../methodology/strategy-curve.js'
import type { Population, Problem } from '../problems/problem.js'
import type { ResultLine } from '../runs/results-file.js'

/** Times of the methodology's budget at which agents are looked at. */
const POINTS = 1000

/** The curve of each agent on one problem by the methodology of Willemsen et al. 2024; why there is none, where there is none. */
export const timeCurves = (
  { population }: Problem,
  runs: readonly (readonly ResultLine[])[],
): readonly (Float64Array | string)[] =>
  runs.map(lines => {
    if (!population) return 'not all answers are known'
    try {
      return performanceCurve({ population, runs: lines.map(line => tuningRun(population, line)) }, { points: POINTS })
    } catch (thrown) {
      // Random search has the optimum at once, or runs ended before the part that counts.
      if (thrown instanceof ParetuneError) return thrown.message
      throw thrown
    }
  })

/** Whether most runs ended before the methodology's budget: its score then counts what is left of it as time without gain. */
export const isCutShort = (population: Population, lines: readonly ResultLine[]): boolean =>
  1000 * median(lines.map(({ seconds }) => seconds)) < tuningBudget(lossDistribution(population)).ms

/** The evaluations of a run, as its population tells them. */
const tuningRun = ({ losses, costsMs }: Population, { proposals }: ResultLine): TuningRun => {
  const rows = proposals as readonly number[]
  let elapsedMs = 0
  return {
    losses: Float64Array.from(rows, row => losses[row] as number),
    finishedMs: Float64Array.from(rows, row => {
      elapsedMs += costsMs[row] as number
      return elapsedMs
    }),
  }
}

/** Points of such a curve in a summary. */
const SHOWN = 50

/** The mean over problems at each time, thinned, and over time. */
export const overProblems = (
  curves: readonly Float64Array[],
): { readonly curve: readonly number[]; readonly score: number } | undefined => {
  if (curves.length === 0) return undefined
  const means = Float64Array.from({ length: POINTS }, (_, i) => mean(curves.map(curve => curve[i] as number)))
  const curve = Array.from({ length: SHOWN }, (_, i) => means[Math.round(((i + 1) * POINTS) / SHOWN) - 1] as number)
  return { curve, score: mean([...means]) }
}
