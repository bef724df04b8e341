import type { Budget } from '../../goals/index.js'
import { median } from '../../numeric/index.js'
import { hypervolume, type Point } from '../../pareto/index.js'
import type { Problem } from '../problems/problem.js'
import type { ResultLine } from '../runs/results-file.js'
import { yardstick } from '../score.js'
import { type Course, courseOf, frontOf, sampled, volumeCourse } from './course.js'

/** What the runs on one problem are measured by. Losses as in `Course`. */
export interface Yard {
  /** Evaluations at which runs are compared: all up to the budget, or a thousand of them. */
  readonly evaluations: readonly number[]
  readonly optimum: number
  readonly optimumIsKnown: boolean
  /** What a run has before its first success. */
  readonly start: number
  /** What random search has found at these evaluations. */
  readonly random: Float64Array
  readonly randomIs: 'expected' | 'measured' | 'unknown'
  /** Several objectives. */
  readonly reference: Point | undefined
  course(line: ResultLine): Course
}

/** Index of the evaluation, of so many, at which a part of them is spent: the first at or after it. */
export const placeOf = (part: number, evaluations: number): number =>
  // 0.14 * 100 is a little above 14.
  Math.max(1, Math.ceil(Number((part * evaluations).toFixed(9)))) - 1

/** Evaluations that are looked at, at most. */
const MOST = 1000

/**
 * @param lines all runs on the problem.
 * @param random those of them that are random search's.
 */
export const yardOf = (
  problem: Problem,
  budget: Budget,
  lines: readonly ResultLine[],
  random: readonly ResultLine[],
): Yard => {
  const evaluations = gridOf(budget, lines)
  const isOne = Object.keys(problem.objectives).length === 1
  const reference = isOne ? undefined : (problem.reference ?? referenceOf(problem, lines))
  const last = evaluations.at(-1) as number
  const { population } = problem
  // Once everything is drawn nothing changes.
  const drawn = (k: number): number => Math.max(1, Math.min(Math.floor(k), population?.losses.length ?? 1))
  const known = population && yardstick(population, drawn(last))
  const start = reference ? 0 : (known?.median ?? startOf(lines))
  // Asked for several times, and hypervolumes take their time.
  const courses = new Map<ResultLine, Course>()
  const course = (line: ResultLine): Course => {
    const known = courses.get(line)
    if (known) return known
    const made = reference ? volumeCourse(line.advances, reference) : courseOf(line.advances, start)
    courses.set(line, made)
    return made
  }
  const knownOptimum = reference ? problem.front && -hypervolume(problem.front, reference) : problem.optimum
  const found = Math.min(...lines.map(line => Math.min(start, ...course(line).losses)))
  const shared = {
    evaluations,
    // A front is known by some of its points: what is found may be better than they are together.
    optimum: knownOptimum === undefined ? found : Math.min(knownOptimum, reference ? found : knownOptimum),
    optimumIsKnown: knownOptimum !== undefined,
    start,
    reference,
    course,
  }
  if (known)
    return {
      ...shared,
      randomIs: 'expected',
      random: Float64Array.from(evaluations, k => known.random[drawn(k) - 1] as number),
    }
  if (random.length === 0)
    return { ...shared, randomIs: 'unknown', random: new Float64Array(evaluations.length).fill(start) }
  const curves = random.map(line => sampled(course(line), 'evaluations', evaluations))
  const mean = evaluations.map((_, i) => curves.reduce((sum, curve) => sum + (curve[i] as number), 0) / curves.length)
  return { ...shared, randomIs: 'measured', random: Float64Array.from(mean) }
}

const gridOf = (budget: Budget, lines: readonly ResultLine[]): readonly number[] => {
  const spent = Math.max(1, ...lines.map(({ evaluations }) => evaluations))
  // In the terms of `CellResult.evaluations`.
  const last = Math.ceil(budget.trials ?? budget.fullTrials ?? budget.distinct ?? spent)
  const count = Math.min(MOST, last)
  return Array.from({ length: count }, (_, i) => Math.round(((i + 1) * last) / count))
}

/** Where nothing is known beforehand: the median of what runs found first. */
const startOf = (lines: readonly ResultLine[]): number => {
  const first = lines.flatMap(({ advances }) => (advances[0] ? [advances[0][2] as number] : []))
  return first.length === 0 ? 0 : median(first)
}

/** A tenth of the range beyond the worst of all fronts, the known one among them; 0 where there are none. */
const referenceOf = ({ objectives, front = [] }: Problem, lines: readonly ResultLine[]): Point => {
  const points = [...front, ...lines.flatMap(({ advances }) => frontOf(advances))]
  return Object.keys(objectives).map((_, i) => {
    if (points.length === 0) return 0
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    for (const point of points) {
      low = Math.min(low, point[i] as number)
      high = Math.max(high, point[i] as number)
    }
    return high + 0.1 * (high - low || Math.abs(high) || 1)
  })
}

/** The gain over random search in parts of what is possible, at each place of a curve; NaN where random search is at the optimum itself. */
export const gains = (
  { random, optimum, start }: Pick<Yard, 'random' | 'optimum' | 'start'>,
  curve: Float64Array,
): Float64Array => {
  const least = 1e-12 * Math.abs(start - optimum)
  return curve.map((loss, i) => {
    const possible = (random[i] as number) - optimum
    return possible > least ? ((random[i] as number) - loss) / possible : Number.NaN
  })
}

/** The area score of a curve: the mean of its gains, where they exist; 0 where there are none. */
export const meanGain = (gain: Float64Array): number => {
  let [sum, count] = [0, 0]
  for (const value of gain) {
    if (Number.isNaN(value)) continue
    sum += value
    count++
  }
  return count === 0 ? 0 : sum / count
}
