import { yardstick } from '../score.js'
import type { KnownProblem } from './known-problem.js'
import type { Population, Problem } from './problem.js'
import type { NkOptions } from './synthetic/nk.js'
import { syntheticProblem } from './synthetic/registry.js'

export interface RuggedProblemOptions extends NkOptions {
  /** Trials that the yardstick is for. */
  readonly trials: number
  readonly seed: number
}

/** The synthetic problem `nk` with its yardstick. Throws InvalidStudy for an option out of range. */
export const ruggedProblem = ({ trials, ...options }: RuggedProblemOptions): KnownProblem & Problem => {
  const problem = syntheticProblem({ synthetic: 'nk', ...options })
  const { losses } = problem.population as Population
  return {
    ...problem,
    yardstick: yardstick(
      losses,
      losses.map(loss => Number(Number.isNaN(loss))),
      trials,
    ),
  }
}
