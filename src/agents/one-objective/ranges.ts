import { constrainedSort, type Point } from '../../pareto/index.js'

/** Where losses are seen from, and what counts as 1. */
export interface Frame {
  readonly reference: Point
  readonly ranges: Point
}

/** The losses in parts of the ranges, from the reference point. */
export const distancesIn = (losses: Point, { reference, ranges }: Frame): Point =>
  losses.map((loss, m) => (loss - (reference[m] as number)) / (ranges[m] as number))

/**
 * A frame by the first measurements: the range of each loss over the best front of them (of all where that has none, else the size of the
 * loss, or 1), and a reference point as far below the best as that range, since the best of a few is a poor guess at what can be reached.
 * Of no points there is no frame: both are empty.
 * @see Ishibuchi, Doi & Nojima 2016, "Reference point specification in MOEA/D for multi-objective and many-objective problems"
 */
export const frameBy = (points: readonly Point[], violations: readonly number[]): Frame => {
  const front = (constrainedSort(points, violations)[0] ?? []).map(i => points[i] as Point)
  const objectives = [...(points[0] ?? []).keys()]
  const least = objectives.map(m => Math.min(...front.map(point => point[m] as number)))
  const ranges = least.map((best, m) => rangeOf(front, m) || rangeOf(points, m) || Math.abs(best) || 1)
  return { reference: least.map((best, m) => best - (ranges[m] as number)), ranges }
}

const rangeOf = (points: readonly Point[], m: number): number => {
  const losses = points.map(point => point[m] as number)
  return Math.max(...losses) - Math.min(...losses)
}
