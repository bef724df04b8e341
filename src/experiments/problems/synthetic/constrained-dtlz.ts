import type { Problem } from '../problem.js'
import { dtlz1Front, dtlz1Losses, dtlz2Losses } from './dtlz.js'
import { box, formulaProblem, repeated } from './formula.js'
import { type FrontOptions, POINTS, referenceOf, sphereFront } from './fronts.js'

export interface ConstrainedDtlzOptions extends FrontOptions {
  /** M, 2 to 20. Default: 3. */
  readonly objectives?: number
}

/** DTLZ1, feasible only near to its front. @see Jain & Deb 2014, part II: M + 4 variables */
export const c1dtlz1 = ({ objectives: M = 3, points = POINTS }: ConstrainedDtlzOptions): Problem => {
  const [losses, front] = [dtlz1Losses(M), dtlz1Front(M, points)]
  const evaluate = (x: Float64Array, y: Float64Array): void => {
    losses(x, y)
    let sum = 0
    for (let m = 0; m < M - 1; m++) sum += y[m] as number
    y[M] = (y[M - 1] as number) / 0.6 + sum / 0.5 - 1
  }
  const space = box(repeated(M + 4, [0, 1] as const))
  return formulaProblem(
    { name: `c1dtlz1 objectives=${M}`, space, objectives: M, constraints: 1, evaluate },
    { reference: referenceOf(front), front },
  )
}

/** DTLZ2, feasible only around the corners and around the middle of its front. @see Jain & Deb 2014, part II: M + 9 variables */
export const c2dtlz2 = ({ objectives: M = 3, points = POINTS }: ConstrainedDtlzOptions): Problem => {
  const losses = dtlz2Losses(M)
  const radius = { 2: 0.2, 3: 0.4 }[M] ?? 0.5
  const excess = (y: ArrayLike<number>): number => {
    let [squares, middle] = [0, 0]
    for (let m = 0; m < M; m++) {
      squares += (y[m] as number) ** 2
      middle += ((y[m] as number) - 1 / Math.sqrt(M)) ** 2
    }
    let nearest = middle
    for (let m = 0; m < M; m++) {
      const loss = y[m] as number
      nearest = Math.min(nearest, (loss - 1) ** 2 + squares - loss ** 2)
    }
    return nearest - radius ** 2
  }
  const evaluate = (x: Float64Array, y: Float64Array): void => {
    losses(x, y)
    y[M] = excess(y)
  }
  const front = sphereFront(M, points).filter(point => excess(point) <= 0)
  return formulaProblem(
    {
      name: `c2dtlz2 objectives=${M}`,
      space: box(repeated(M + 9, [0, 1] as const)),
      objectives: M,
      constraints: 1,
      evaluate,
    },
    { reference: repeated(M, 1.1), front },
  )
}
