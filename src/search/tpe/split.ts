import { nonDominatedSort, type Point } from '../../pareto/index.js'
import { compareEvaluations, type Verdict } from '../evaluation.js'
import { contributions, hypervolumeSubset, referenceOf } from './hypervolume-subset.js'

/** The rows to sample near to, ascending, and how much each of them counts. */
export interface Below {
  readonly rows: readonly number[]
  readonly weights: ArrayLike<number>
}

/** Keeps the rows with losses in order, and takes the best of them. */
export interface Split {
  add(row: number, verdict: Verdict): void
  /** The `size` best ones, or all. */
  below(size: number): Below
}

export const splitOf = (objectives: number): Split => (objectives === 1 ? splitOne() : splitMany())

/** Feasible ones by their loss, then infeasible ones by their violation. */
const splitOne = (): Split => {
  const ranked: { readonly row: number; readonly verdict: Verdict }[] = []
  return {
    add: (row, verdict) => {
      if (verdict.losses === null) return
      let [low, high] = [0, ranked.length]
      while (low < high) {
        const middle = (low + high) >> 1
        if (compareEvaluations((ranked[middle] as { verdict: Verdict }).verdict, verdict) <= 0) low = middle + 1
        else high = middle
      }
      ranked.splice(low, 0, { row, verdict })
    },
    below: size => {
      const rows = ranked
        .slice(0, size)
        .map(({ row }) => row)
        .sort((a, b) => a - b)
      return { rows, weights: recencyWeights(rows.length) }
    },
  }
}

/**
 * Whole fronts of the feasible ones as long as they fit, of the next front the subset of largest hypervolume, then infeasible ones by
 * their violation. A row counts by what it adds to the hypervolume of the chosen ones.
 * @see Ozaki et al. 2022, "Multiobjective tree-structured Parzen estimator", algorithms 1 and 2, equation 19
 */
const splitMany = (): Split => {
  const feasible: { readonly row: number; readonly losses: Point }[] = []
  const infeasible: { readonly row: number; readonly violation: number }[] = []
  return {
    add: (row, { losses, violation }) => {
      if (losses === null) return
      if (violation > 0) infeasible.push({ row, violation })
      else feasible.push({ row, losses })
    },
    below: size => {
      const points = feasible.map(({ losses }) => losses)
      const chosen: number[] = []
      for (const front of nonDominatedSort(points)) {
        const room = size - chosen.length
        if (room <= 0) break
        if (front.length <= room) chosen.push(...front)
        else {
          const losses = front.map(i => points[i] as Point)
          chosen.push(...hypervolumeSubset(losses, room, referenceOf(losses)).map(i => front[i] as number))
        }
      }
      const weightOf = new Map<number, number>()
      if (chosen.length > 0) {
        const losses = chosen.map(i => points[i] as Point)
        const gains = contributions(losses, referenceOf(losses))
        const largest = Math.max(...gains)
        for (const [k, i] of chosen.entries()) {
          const weight = largest > 0 ? (gains[k] as number) / largest : 1
          weightOf.set((feasible[i] as { row: number }).row, Math.max(weight, LEAST_WEIGHT))
        }
      }
      const rest = infeasible.sort((a, b) => a.violation - b.violation).slice(0, size - chosen.length)
      for (const { row } of rest) weightOf.set(row, LEAST_WEIGHT)
      const rows = [...weightOf.keys()].sort((a, b) => a - b)
      return { rows, weights: rows.map(row => weightOf.get(row) as number) }
    },
  }
}

/** Of a row that adds nothing. @see Optuna 4, `_calculate_weights_below_for_multi_objective` */
const LEAST_WEIGHT = 1e-12

/**
 * The last 25 rows count fully, earlier ones less and less down to 1 / n for the first.
 * @see Bergstra, Yamins & Cox 2013 (hyperopt); Optuna 5, `default_weights`
 */
export const recencyWeights = (n: number): Float64Array => {
  const ramp = n - FULL_WEIGHTS
  return Float64Array.from({ length: n }, (_, i) =>
    i >= ramp ? 1 : ramp === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (ramp - 1),
  )
}
const FULL_WEIGHTS = 25
