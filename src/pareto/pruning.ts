import { type LeastCrowded, widestGaps } from './crowding.js'
import type { Point } from './dominance.js'
import { widestVicinities } from './vicinity.js'

/**
 * The `size` least crowded points of a front, taken out one by one: all at once, two points that only crowd each other would both go.
 * Crowding is by crowding distance for one and two objectives, and by the distances to the nearest neighbours for more.
 * @see Kukkonen & Deb 2006, "Improved pruning of non-dominated solutions based on crowding distance for bi-objective optimization
 * problems", and "A fast and effective method for pruning of non-dominated solutions in many-objective problems"
 */
export const leastCrowded = (points: readonly Point[], size: number): LeastCrowded =>
  (points[0]?.length ?? 0) <= 2 ? widestGaps(points, size) : widestVicinities(points, size)
