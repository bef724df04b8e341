import { dominates, hypervolumeContributions, nonDominatedSort, type Point } from '../../pareto/index.js'
import { compareEvaluations, type Verdict } from '../evaluation.js'
import { hypervolumeSubset, referenceOf } from './hypervolume-subset.js'

/** The rows to sample near to, the best first, and how much each of them counts. */
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

/** How much the good rows count: all the same, or by their improvement over the others. */
type Weights = 'equal' | 'improvement'

export const splitOf = (objectives: number, weights: Weights): Split =>
  objectives === 1 ? splitOne(weights) : splitMany(weights)

/**
 * Feasible ones by their loss, then infeasible ones by their violation. The improvement is the one over the first row that is left out.
 * @see Watanabe 2023, "Tree-structured Parzen estimator" (expected improvement)
 */
const splitOne = (weights: Weights): Split => {
  const ranked: { readonly row: number; readonly verdict: Verdict }[] = []
  const feasibleLoss = (rank: number): number | undefined => {
    const verdict = ranked[rank]?.verdict
    return verdict?.violation === 0 ? verdict.losses?.[0] : undefined
  }
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
      const chosen = ranked.slice(0, size).map(({ row }) => row)
      if (weights === 'equal') return belowOf(chosen)
      const losses = chosen.flatMap((_, rank) => feasibleLoss(rank) ?? [])
      const threshold = feasibleLoss(chosen.length) ?? losses.at(-1) ?? 0
      return belowOf(
        chosen,
        losses.map(loss => threshold - loss),
      )
    },
  }
}

/**
 * Whole fronts of the feasible ones as long as they fit, of the next front the subset of largest hypervolume, then infeasible ones by
 * their violation. The improvement is what a row adds to the hypervolume of the chosen ones.
 * @see Ozaki et al. 2022, "Multiobjective tree-structured Parzen estimator"
 */
const splitMany = (weights: Weights): Split => {
  const feasible: { readonly row: number; readonly losses: Point; dominators: number }[] = []
  const infeasible: { readonly row: number; readonly violation: number }[] = []
  return {
    add: (row, { losses, violation }) => {
      if (losses === null) return
      if (violation > 0) {
        infeasible.push({ row, violation })
        infeasible.sort((a, b) => a.violation - b.violation)
        return
      }
      let dominators = 0
      for (const other of feasible) {
        if (dominates(other.losses, losses)) dominators++
        else if (dominates(losses, other.losses)) other.dominators++
      }
      feasible.push({ row, losses, dominators })
    },
    below: size => {
      // Each of those that dominate a row is in an earlier front: with `size` of them the row has no place.
      const near = feasible.filter(({ dominators }) => dominators < size)
      const points = near.map(({ losses }) => losses)
      const best = bestOf(points, size)
      const chosen = best.map(i => near[i] as { row: number }).concat(infeasible.slice(0, size - best.length))
      const rows = chosen.map(({ row }) => row)
      if (weights === 'equal' || best.length === 0) return belowOf(rows)
      const losses = best.map(i => points[i] as Point)
      return belowOf(rows, hypervolumeContributions(losses, referenceOf(losses)))
    },
  }
}

const bestOf = (points: readonly Point[], size: number): readonly number[] => {
  const best: number[] = []
  for (const front of nonDominatedSort(points)) {
    const room = size - best.length
    if (room <= 0) break
    if (front.length <= room) best.push(...front)
    else {
      const losses = front.map(i => points[i] as Point)
      best.push(...hypervolumeSubset(losses, room, referenceOf(losses)).map(i => front[i] as number))
    }
  }
  return best
}

/** Of a row that improves on nothing, in place of 0. */
const LEAST_WEIGHT = 1e-12

/** Rows with weights in proportion to the improvements of the first ones, 1 on average; all 1 where nothing improves. */
const belowOf = (rows: readonly number[], improvements: readonly number[] = []): Below => {
  const total = improvements.reduce((sum, improvement) => sum + improvement, 0)
  const weightOf = (k: number): number =>
    total > 0 ? Math.max(((improvements[k] ?? 0) / total) * rows.length, LEAST_WEIGHT) : 1
  return { rows, weights: rows.map((_, k) => weightOf(k)) }
}
