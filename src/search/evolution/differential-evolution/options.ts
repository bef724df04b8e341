import { checkOneOf, checkWhole, checkWithin } from '../../checks.js'

export interface DifferentialEvolutionOptions {
  /**
   * NP, the places. Whole, at least 4. Default: ten for each parameter (Storn & Price 1997), but a tenth of the budget's trials at most
   * and 10 at least.
   */
  readonly population?: number
  /** Which base, and which differences are added to it: 'rand/1' (default), 'best/1' or 'current-to-best/1'. */
  readonly mutation?: DifferentialMutation
  /** Scale of the differences, in [0, 2]. From a range it is drawn uniformly for each trial vector (dither). Default 0.5 (Storn & Price 1997). */
  readonly F?: number | readonly [low: number, high: number]
  /** Chance of each parameter to come from the mutant. Default 0.9 (Storn & Price 1997). */
  readonly CR?: number
  /** Draws F from its range for each parameter anew instead. Default false. */
  readonly jitter?: boolean
  /** Adapts F and CR, with mutation 'current-to-pbest/1' and an archive (JADE), in place of the three settings above. Default false. */
  readonly adaptive?: boolean
}

const mutations = ['rand/1', 'best/1', 'current-to-best/1'] as const
export type DifferentialMutation = (typeof mutations)[number]

export interface DifferentialSettings {
  readonly population: number | undefined
  readonly mutation: DifferentialMutation
  readonly F: readonly [low: number, high: number]
  readonly CR: number
  readonly jitter: boolean
  readonly adaptive: boolean
}

/** The options with their defaults. Throws InvalidAgent where one is out of its range. */
export const differentialSettings = (options: DifferentialEvolutionOptions): DifferentialSettings => {
  const owner = 'differentialEvolution'
  const { population, mutation = 'rand/1', F = 0.5, CR = 0.9, jitter = false, adaptive = false } = options
  if (population !== undefined) checkWhole(owner, 'population', population, 4)
  checkOneOf(owner, 'mutation', mutation, mutations)
  const [low, high] = typeof F === 'number' ? [F, F] : F
  checkWithin(owner, 'F', low, 0, 2)
  checkWithin(owner, 'F', high, low, 2)
  checkWithin(owner, 'CR', CR, 0, 1)
  return { population, mutation, F: [low, high], CR, jitter, adaptive }
}

/** The default population of a space and a budget. */
export const populationFor = (parameters: number, trials = Number.POSITIVE_INFINITY): number =>
  Math.max(10, Math.min(10 * parameters, Math.floor(trials / 10)))
