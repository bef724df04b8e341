import { front, type Point } from '../../pareto/index.js'
import type { Prediction } from './gaussian-process.js'
import { logExpectedImprovement } from './improvement.js'

/** Boxes that between them hold what no point dominates, below a reference point; coordinates by their index in `levels`. */
interface Boxes {
  /** Of each objective, ascending: -Infinity, the values of the front, the reference. */
  readonly levels: readonly Float64Array[]
  /** For one box after the other and each objective, the index of its lower and its upper end. */
  readonly ends: Int32Array
}

/**
 * Log of the expected hypervolume improvement of independent normal objectives over a front of two or three losses, exactly. What is not
 * dominated is cut into boxes, and in each of them the expected volume is a product of differences of expected improvements.
 * @see Yang, Emmerich, Deutz & Bäck 2019, "Efficient computation of expected hypervolume improvement using box decomposition algorithms";
 * in logarithms as Ament et al. 2023 propose
 */
export const logHypervolumeImprovement = (
  points: readonly Point[],
  reference: Point,
): ((predictions: readonly Prediction[]) => number) => {
  const { levels, ends } = boxesOf(points, reference)
  const improvements = levels.map(level => new Float64Array(level.length))
  const m = levels.length
  const count = ends.length / (2 * m)
  const terms = new Float64Array(count)
  return predictions => {
    for (const [i, level] of levels.entries()) {
      const of = improvements[i] as Float64Array
      of[0] = Number.NEGATIVE_INFINITY
      for (let l = 1; l < level.length; l++)
        of[l] = logExpectedImprovement(predictions[i] as Prediction, level[l] as number)
    }
    let largest = Number.NEGATIVE_INFINITY
    for (let box = 0, at = 0; box < count; box++) {
      let sum = 0
      for (let i = 0; i < m; i++, at += 2) {
        const of = improvements[i] as Float64Array
        sum += logDifference(of[ends[at + 1] as number] as number, of[ends[at] as number] as number)
      }
      terms[box] = sum
      if (sum > largest) largest = sum
    }
    if (largest === Number.NEGATIVE_INFINITY) return largest
    let total = 0
    for (let box = 0; box < count; box++) total += Math.exp((terms[box] as number) - largest)
    return largest + Math.log(total)
  }
}

/** log(e^a - e^b) for a > b; rounding may have made them equal, or swapped them. */
const logDifference = (a: number, b: number): number =>
  a > b ? a + Math.log1p(-Math.exp(b - a)) : Number.NEGATIVE_INFINITY

const boxesOf = (points: readonly Point[], reference: Point): Boxes => {
  const inside = points.filter(point => point.every((loss, m) => loss < (reference[m] as number)))
  const best = front(inside).map(i => inside[i] as Point)
  const levels = reference.map((bound, m) =>
    Float64Array.of(
      Number.NEGATIVE_INFINITY,
      ...new Set(best.map(point => point[m] as number).sort((a, b) => a - b)),
      bound,
    ),
  )
  const indexed = best.map(point => point.map((loss, m) => (levels[m] as Float64Array).indexOf(loss)))
  const top = levels.map(level => level.length - 1)
  const ends: number[] = []
  if (reference.length === 2) {
    for (const strip of strips(indexed, top)) ends.push(...strip)
    return { levels, ends: Int32Array.from(ends) }
  }
  // Between two levels of the last objective, what dominates is what lies at the lower one or below it.
  for (let lower = 0; lower < (top[2] as number); lower++) {
    const below = indexed.filter(point => (point[2] as number) <= lower)
    for (const strip of strips(below, top)) ends.push(...strip, lower, lower + 1)
  }
  return { levels, ends: Int32Array.from(ends) }
}

/** What no point dominates in the first two objectives, as strips [low 1, high 1, low 2 (none), high 2]. */
const strips = (points: readonly (readonly number[])[], top: readonly number[]): number[][] => {
  const sorted = [...points].sort((a, b) => (a[0] as number) - (b[0] as number) || (a[1] as number) - (b[1] as number))
  const found: number[][] = []
  let [left, ceiling] = [0, top[1] as number]
  for (const [x, y] of sorted as [number, number][]) {
    if (y >= ceiling) continue
    found.push([left, x, 0, ceiling])
    left = x
    ceiling = y
  }
  found.push([left, top[0] as number, 0, ceiling])
  return found
}
