// Everything in this room minimises. A point is its list of losses, and all points of one call have the same length.

/** The losses of one solution. */
export type Point = readonly number[]

/** Pareto dominance: `a` is nowhere worse than `b`, and somewhere better. */
export const dominates = (a: Point, b: Point): boolean => {
  let better = false
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i] as number, b[i] as number]
    if (x > y) return false
    if (x < y) better = true
  }
  return better
}

/**
 * Constrained domination: the smaller violation wins, and between equal ones that are feasible (0) the losses decide.
 * @see Deb et al. 2002, definition 1 in section VI-A
 */
export const constrainedDominates = (a: Point, violationA: number, b: Point, violationB: number): boolean =>
  violationA === 0 && violationB === 0 ? dominates(a, b) : violationA < violationB
