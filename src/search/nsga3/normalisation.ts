import { solve } from '../../numeric/index.js'
import type { Point } from '../../pareto/index.js'

/** What is known of the place and size of the front; it grows with each generation. Plain data. */
export interface Extent {
  /** The least loss of each objective so far. */
  readonly ideal: Point
  /** The largest loss of each objective so far. */
  readonly worst: Point
  /** For each objective a non-dominated point with little of the other losses. */
  readonly extremes: readonly Point[]
}

/** The box that becomes the unit cube. */
export interface Box {
  readonly ideal: Point
  readonly nadir: Point
}

/**
 * The extent after a generation.
 * @param front its non-dominated points
 * @see Deb & Jain 2014, part I, section IV-C; that extreme points are kept from generation to generation is as in pymoo
 */
export const extended = (before: Extent | undefined, points: readonly Point[], front: readonly Point[]): Extent => {
  const ideal = columns([...(before ? [before.ideal] : []), ...points], Math.min)
  const worst = columns([...(before ? [before.worst] : []), ...points], Math.max)
  const candidates = [...(before?.extremes ?? []), ...front]
  const box = { ideal, nadir: columns(front, Math.max) }
  const extremes = ideal.map((_, axis) => least(candidates, point => achievement(normalised(point, box), axis)))
  return { ideal, worst, extremes }
}

/**
 * The nadir point: where the hyperplane through the extreme points cuts the axes, at most the worst loss so far. Where there is no such
 * plane or it cuts an axis behind the ideal point, the worst of the front; where the front is flat, the worst of all.
 * @see Deb & Jain 2014, part I, section IV-C; Blank, Deb & Roy 2019, "Investigating the normalization procedure of NSGA-III", for the fallbacks
 */
export const boxOf = ({ ideal, worst, extremes }: Extent, points: readonly Point[], front: readonly Point[]): Box => {
  const shifted = extremes.map(point => point.map((loss, m) => loss - (ideal[m] as number)))
  const plane = solve(
    shifted,
    ideal.map(() => 1),
  )
  const intercepts = plane?.map(slope => 1 / slope)
  const isRange = (range: number, m: number): boolean => range > flat * ((worst[m] as number) - (ideal[m] as number))
  const cuts = intercepts?.every((intercept, m) => isRange(intercept, m) && intercept < Number.POSITIVE_INFINITY)
  const nadir =
    intercepts && cuts
      ? intercepts.map((intercept, m) => Math.min((ideal[m] as number) + intercept, worst[m] as number))
      : columns(front, Math.max)
  const ofAll = columns(points, Math.max)
  return {
    ideal,
    nadir: nadir.map((loss, m) => (isRange(loss - (ideal[m] as number), m) ? loss : (ofAll[m] as number))),
  }
}

/** From the box to the unit cube; an objective in which all agree is 0. */
export const normalised = (point: Point, { ideal, nadir }: Box): Point =>
  point.map((loss, m) => (loss - (ideal[m] as number)) / ((nadir[m] as number) - (ideal[m] as number) || 1))

/** The part of the range of all losses so far that counts as no range at all. */
const flat = 1e-6

/**
 * The achievement function of one axis: how much a point has of the other losses. Departs from the paper in that less than a thousandth of the
 * front's range counts as nothing: else of two points on the axis the one with a little less of the others would win, however far out.
 * pymoo does the same below 0.001 in the losses' own units.
 * @see Deb & Jain 2014, part I, equation 4
 */
const achievement = (point: Point, axis: number): number => {
  let worst = 0
  point.forEach((part, m) => {
    if (part >= negligible) worst = Math.max(worst, m === axis ? part : part / axisWeight)
  })
  return worst
}
const axisWeight = 1e-6
const negligible = 1e-3

const least = (points: readonly Point[], of: (point: Point) => number): Point =>
  points.reduce((best, point) => (of(point) < of(best) ? point : best))

const columns = (points: readonly Point[], choose: (a: number, b: number) => number): number[] =>
  points.reduce<number[]>(
    (so, point) => so.map((value, m) => choose(value, point[m] as number)),
    [...(points[0] as Point)],
  )
