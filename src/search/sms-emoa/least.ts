import { dominates, hypervolumeContributions, nonDominatedSort, type Point } from '../../pareto/index.js'
import type { Individual } from '../nsga2/individual.js'

/**
 * Index of the individual that goes. One without losses, where there is one; else the most infeasible one; else, where there are
 * several fronts, of the last of them the one that most others dominate; else the one that adds least to the hypervolume. Of equals
 * it is the last.
 * @see Beume et al. 2007, algorithms 1 and 3
 */
export const leastOf = (individuals: readonly Individual[]): number => {
  const unmeasured = individuals.findLastIndex(({ losses }) => losses === null)
  if (unmeasured !== -1) return unmeasured
  const infeasible = lastOfLeast(individuals.map(({ violation }) => -violation))
  if ((individuals[infeasible] as Individual).violation > 0) return infeasible
  const points = individuals.map(({ losses }) => losses as Point)
  const fronts = nonDominatedSort(points)
  const last = (fronts.at(-1) as number[]).sort((a, b) => a - b)
  const lastPoints = last.map(i => points[i] as Point)
  const worths =
    fronts.length > 1
      ? lastPoints.map(point => -points.filter(other => dominates(other, point)).length)
      : contributionsOf(lastPoints)
  return last[lastOfLeast(worths)] as number
}

/**
 * What each point of a front adds to the hypervolume. The reference lies as far behind the worst losses as these lie behind the best:
 * losses have units, in which the paper's distance of 1 would mean little. Of two objectives the ends are always kept.
 * @see Beume et al. 2007, section 3.2
 */
const contributionsOf = (front: readonly Point[]): number[] => {
  const objectives = [...(front[0] as Point).keys()]
  const columns = objectives.map(m => front.map(point => point[m] as number))
  const reference = columns.map(losses => {
    const [low, high] = [Math.min(...losses), Math.max(...losses)]
    return high + (high - low || 1)
  })
  const contributions = hypervolumeContributions(front, reference)
  if (objectives.length === 2) {
    for (const losses of columns) contributions[losses.indexOf(Math.min(...losses))] = Number.POSITIVE_INFINITY
  }
  return contributions
}

const lastOfLeast = (values: readonly number[]): number => {
  let least = 0
  for (let i = 1; i < values.length; i++) if ((values[i] as number) <= (values[least] as number)) least = i
  return least
}
