import { isDiscrete } from '../../../space/index.js'
import { checkOneOf, checkWhole, checkWithin } from '../../checks.js'
import { populationFor } from '../../population-size.js'
import type { Tools } from '../../strategy.js'

/** Where a space has no real parameter without steps, the defaults are those that did best on recorded spaces: docs/search-populations.md. */
export interface DifferentialEvolutionOptions {
  /** NP, the places. Whole, at least 4. Default: ten for each parameter (Storn & Price 1997), but a 20th of the budget's trials at most, and 10 at least. */
  readonly population?: number
  /** Which base, and which differences are added to it: 'rand/1', 'best/1' or 'current-to-best/1'. Default 'rand/1' (Storn & Price 1997); discrete: 'best/1'. */
  readonly mutation?: DifferentialMutation
  /** Scale of the differences, in [0, 2]. From a range it is drawn uniformly for each trial vector (dither). Default 0.5 (Storn & Price 1997); discrete: 0.8. */
  readonly F?: number | readonly [low: number, high: number]
  /** Chance of each parameter to come from the mutant, in [0, 1]. Default 0.9 (Storn & Price 1997); discrete: 0.3. */
  readonly CR?: number
  /** Draws F from its range for each parameter anew instead. Default false. */
  readonly jitter?: boolean
  /** Adapts F and CR, with mutation 'current-to-pbest/1' and an archive (JADE), in place of the four settings above. Default false. */
  readonly adaptive?: boolean
}

const mutations = ['rand/1', 'best/1', 'current-to-best/1'] as const
export type DifferentialMutation = (typeof mutations)[number]

export interface DifferentialSettings extends Required<DifferentialEvolutionOptions> {
  readonly F: readonly [low: number, high: number]
}

/** The options, with the defaults for a space and a budget. */
export const differentialSettings = (
  options: DifferentialEvolutionOptions,
  { space, budget }: Pick<Tools, 'space' | 'budget'>,
): DifferentialSettings => {
  const defaults = isDiscrete(space)
    ? ({ mutation: 'best/1', F: 0.8, CR: 0.3 } as const)
    : ({ mutation: 'rand/1', F: 0.5, CR: 0.9 } as const)
  return {
    population: options.population ?? populationFor(10 * space.names.length, budget),
    mutation: options.mutation ?? defaults.mutation,
    F: rangeOf(options.F ?? defaults.F),
    CR: options.CR ?? defaults.CR,
    jitter: options.jitter ?? false,
    adaptive: options.adaptive ?? false,
  }
}

/** Throws InvalidAgent where an option is out of its range. */
export const checkOptions = ({ population, mutation, F, CR }: DifferentialEvolutionOptions): void => {
  const owner = 'differentialEvolution'
  if (population !== undefined) checkWhole(owner, 'population', population, 4)
  if (mutation !== undefined) checkOneOf(owner, 'mutation', mutation, mutations)
  if (CR !== undefined) checkWithin(owner, 'CR', CR, 0, 1)
  if (F === undefined) return
  const [low, high] = rangeOf(F)
  checkWithin(owner, 'F', low, 0, 2)
  checkWithin(owner, 'F', high, low, 2)
}

const rangeOf = (F: number | readonly [number, number]): readonly [number, number] =>
  typeof F === 'number' ? [F, F] : F
