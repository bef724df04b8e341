import { dominates, hypervolume, type Point } from '../../pareto/index.js'
import type { Advance } from '../cells/cell.js'

/** A run as one falling number: the best loss, or minus the hypervolume of the front. It steps at `evaluations[i]`, after `seconds[i]`. */
export interface Course {
  readonly evaluations: readonly number[]
  readonly seconds: readonly number[]
  readonly losses: readonly number[]
  /** Until the first step. */
  readonly start: number
}

/** One objective. The incumbent is what looked best: where there is noise its true loss may be worse than the one before. */
export const courseOf = (advances: readonly Advance[], start: number): Course => ({
  evaluations: advances.map(([evaluations]) => evaluations),
  seconds: advances.map(([, seconds]) => seconds),
  losses: advances.map(([, , loss]) => loss as number),
  start,
})

/** Several objectives, against a reference point. */
export const volumeCourse = (advances: readonly Advance[], reference: Point): Course => {
  let front: Point[] = []
  return {
    evaluations: advances.map(([evaluations]) => evaluations),
    seconds: advances.map(([, seconds]) => seconds),
    losses: advances.map(([, , ...losses]) => {
      front = joined(front, losses)
      return -hypervolume(front, reference)
    }),
    start: 0,
  }
}

/** The non-dominated points among all that joined. */
export const frontOf = (advances: readonly Advance[]): readonly Point[] =>
  advances.reduce<readonly Point[]>((front, [, , ...losses]) => joined(front, losses), [])

const joined = (front: readonly Point[], losses: Point): Point[] => [
  ...front.filter(point => !dominates(losses, point)),
  losses,
]

/** The loss at each of ascending places on one of the axes. */
export const sampled = (
  { losses, start, ...axes }: Course,
  axis: 'evaluations' | 'seconds',
  grid: readonly number[],
): Float64Array => {
  const steps = axes[axis]
  let [next, loss] = [0, start]
  return Float64Array.from(grid, place => {
    while (next < steps.length && (steps[next] as number) <= place) loss = losses[next++] as number
    return loss
  })
}

/** The least that was found up to each step, and nothing before the first: what was reached stays reached. */
export const lowest = (course: Course): Course => {
  let least = Number.POSITIVE_INFINITY
  const losses = course.losses.map(loss => {
    least = Math.min(least, loss)
    return least
  })
  return { ...course, losses, start: Number.POSITIVE_INFINITY }
}

/** Where the loss is first at most `target`; undefined where it never is. */
export const reaches = ({ evaluations, losses }: Course, target: number): number | undefined => {
  const i = losses.findIndex(loss => loss <= target)
  return i === -1 ? undefined : evaluations[i]
}
