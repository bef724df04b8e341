import { columnsOf } from './columns.js'
import type { Point } from './dominance.js'
import { indices, sortBy } from './order.js'

/**
 * Exclusive contributions of points of three objectives, all inside the reference.
 *
 * Goes up the third objective and keeps a staircase of the points that are not dominated in the first two so far. Each of its points
 * holds the area that it alone dominates, cut into columns. A new point takes its quadrant away from whoever held parts of it alone,
 * and holds alone what nobody held before.
 * @see Emmerich & Fonseca 2011; Guerreiro, Fonseca & Paquete 2021, "The hypervolume indicator: computational problems and algorithms"
 */
export const sweepContributions = (points: readonly Point[], reference: Point): Float64Array => {
  const [referenceX, referenceY, referenceZ] = reference as readonly [number, number, number]
  const volumes = new Float64Array(points.length)
  /** By first objective ascending and second descending, between two sentinels that nothing is cut from. */
  const staircase: Step[] = [
    stepAt(NOBODY, Number.NEGATIVE_INFINITY, referenceY, 0),
    stepAt(NOBODY, referenceX, Number.NEGATIVE_INFINITY, 0),
  ]
  /** Adds what a step held alone from the level where that last changed up to this one. */
  const close = (step: Step, level: number): void => {
    if (step.index !== NOBODY) (volumes[step.index] as number) += step.area * (level - step.level)
    step.level = level
  }
  const third = columnsOf(points)[2] as Float64Array
  for (const index of sortBy(indices(points.length), third)) {
    const [x, y, level] = points[index] as readonly [number, number, number]
    // The steps before `at` lie left of x.
    let at = firstFrom(staircase, x)
    const onOrLeft = (staircase[at] as Step).x === x && at < staircase.length - 1 ? at : at - 1
    const blocker = staircase[onOrLeft] as Step
    if (blocker.index !== NOBODY && blocker.y <= y) {
      // Dominated in the first two objectives: what the blocker held of its quadrant it holds no longer alone.
      close(blocker, level)
      cut(blocker, x, y)
      continue
    }
    const left = staircase[at - 1] as Step
    close(left, level)
    cut(left, x, y)
    const step = stepAt(index, x, y, level)
    const removedFrom = at
    let [from, top] = [x, left.y]
    for (; (staircase[at] as Step).y >= y; at++) {
      const dominated = staircase[at] as Step
      close(dominated, level)
      addColumn(step, from, dominated.x, top)
      from = dominated.x
      top = dominated.y
    }
    const right = staircase[at] as Step
    addColumn(step, from, right.x, top)
    close(right, level)
    cut(right, x, y)
    staircase.splice(removedFrom, at - removedFrom, step)
  }
  for (const step of staircase) close(step, referenceZ)
  return volumes
}

/** Whose the sentinels are. */
const NOBODY = -1

/** A column of the area that a step holds alone: from its second objective up to `top`. */
interface Column {
  readonly from: number
  readonly to: number
  readonly top: number
}

interface Step {
  readonly index: number
  readonly x: number
  readonly y: number
  /** By first objective; their tops descend. */
  columns: Column[]
  area: number
  /** Third objective from which on the area is held. */
  level: number
}

const stepAt = (index: number, x: number, y: number, level: number): Step => ({
  index,
  x,
  y,
  columns: [],
  area: 0,
  level,
})

/** The first step whose x is not left of the given one. */
const firstFrom = (staircase: readonly Step[], x: number): number => {
  let [low, high] = [1, staircase.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((staircase[middle] as Step).x < x) low = middle + 1
    else high = middle
  }
  return low
}

const addColumn = (step: Step, from: number, to: number, top: number): void => {
  if (to <= from || top <= step.y) return
  step.columns.push({ from, to, top })
  step.area += (to - from) * (top - step.y)
}

/** Takes the quadrant from (x, y) on away. */
const cut = (step: Step, x: number, y: number): void => {
  if (!step.columns.some(({ to, top }) => to > x && top > y)) return
  const before = step.columns
  step.columns = []
  step.area = 0
  for (const { from, to, top } of before) {
    addColumn(step, from, Math.min(to, x), top)
    addColumn(step, Math.max(from, x), to, Math.min(top, y))
  }
}
