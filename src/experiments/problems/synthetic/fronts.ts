import { front, type Point, referenceDirections } from '../../../pareto/index.js'

/** How densely a front is known. */
export interface FrontOptions {
  /** About so many points of the front, evenly spread; at least 20. Default: 100. */
  readonly points?: number
}

export const POINTS = 100

/** Evenly spaced, both ends among them. */
export const spaced = (low: number, high: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))

/** Where the lines in evenly spread directions meet the plane on which the losses add up to 1, ... */
export const planeFront = (objectives: number, points: number): Point[] => referenceDirections(objectives, points)

/** ... and the sphere around the origin of radius 1. */
export const sphereFront = (objectives: number, points: number): Point[] =>
  planeFront(objectives, points).map(direction => direction.map(part => part / Math.hypot(...direction)))

/** Those of the points that none dominates. */
export const nonDominated = (points: readonly Point[]): Point[] => front(points).map(i => points[i] as Point)

/** Worse than all of the front by a tenth of its range, objective by objective. */
export const referenceOf = (points: readonly Point[]): Point =>
  (points[0] as Point).map((_, m) => {
    const losses = points.map(point => point[m] as number)
    const worst = Math.max(...losses)
    return worst + 0.1 * (worst - Math.min(...losses))
  })
