import type { Point } from './dominance.js'

/**
 * How far each point of a front bulges towards the ideal point: its distance from the hyperplane through the ends of the front, above
 * it where negative, with each objective scaled to its range over the front. The knee, where giving up a little of one objective gains
 * much of the others, is the point of the largest distance. An objective in which all points agree adds nothing.
 * @see Das 1999, "On characterizing the 'knee' of the Pareto curve based on normal-boundary intersection". The ends are taken to be
 * the corners (1, 0, ...), (0, 1, ...): for two objectives they are
 */
export const kneeDistances = (points: readonly Point[]): number[] => {
  const scaled = scaledToRanges(points)
  const objectives = scaled[0]?.length ?? 0
  return scaled.map(point => (1 - point.reduce((sum, loss) => sum + loss, 0)) / Math.sqrt(objectives))
}

/**
 * What one loses at least for each unit that one gains, with each objective scaled to its range, by going from a point to any other
 * one. A knee is a point of a large trade-off. Infinity for a point that no other one betters in anything.
 * @see Rachmawati & Srinivasan 2009, "Multiobjective evolutionary algorithm with controllable focus on the knees of the Pareto front"
 */
export const tradeOffs = (points: readonly Point[]): number[] => {
  const scaled = scaledToRanges(points)
  return scaled.map(point => {
    let least = Number.POSITIVE_INFINITY
    for (const other of scaled) {
      let [gain, loss] = [0, 0]
      for (let m = 0; m < point.length; m++) {
        const difference = (other[m] as number) - (point[m] as number)
        if (difference > 0) loss += difference
        else gain -= difference
      }
      if (gain > 0) least = Math.min(least, loss / gain)
    }
    return least
  })
}

/** Each objective from 0, its least loss, to 1, its largest. Objectives in which all points agree are left out. */
const scaledToRanges = (points: readonly Point[]): number[][] => {
  const ranges = (points[0] ?? []).map((_, m) => {
    const losses = points.map(point => point[m] as number)
    return [Math.min(...losses), Math.max(...losses)] as const
  })
  return points.map(point =>
    point.flatMap((loss, m) => {
      const [low, high] = ranges[m] as readonly [number, number]
      return high > low ? [(loss - low) / (high - low)] : []
    }),
  )
}
