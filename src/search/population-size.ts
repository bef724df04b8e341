import type { Budget } from '../goals/index.js'

/**
 * The size of a population where none is given: what is usual, but so that the budget's trials are enough for 20 generations, and `least` at
 * least.
 */
export const populationFor = (usual: number, { trials, distinct }: Budget, least = 10): number =>
  Math.max(least, Math.min(usual, Math.floor((trials ?? distinct ?? Number.POSITIVE_INFINITY) / 20)))

/** What is usual over several objectives, and the least that did better than random search in a few hundred trials: docs/search-multi-objective.md. */
export const frontPopulationFor = (budget: Budget): number => populationFor(100, budget, 20)
