import type { Point } from './dominance.js'

/** The losses of all points, one array for each objective. */
export const columnsOf = (points: readonly Point[]): Float64Array[] =>
  Array.from({ length: points[0]?.length ?? 0 }, (_, m) => {
    const column = new Float64Array(points.length)
    for (let i = 0; i < column.length; i++) column[i] = (points[i] as Point)[m] as number
    return column
  })
