import type { Budget } from '../../goals/index.js'

/**
 * The size of a population where none is given: what is usual, but so that the budget's trials are enough for 20 generations, and 10 at
 * least.
 */
export const populationFor = (usual: number, { trials, distinct }: Budget): number =>
  Math.max(10, Math.min(usual, Math.floor((trials ?? distinct ?? Number.POSITIVE_INFINITY) / 20)))
