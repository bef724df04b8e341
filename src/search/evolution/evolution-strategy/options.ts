import { checkOneOf, checkWhole, checkWithin } from '../../checks.js'

/** Where a space has no real parameter without steps, the defaults are those that did best on recorded spaces: docs/search-populations.md. */
export interface EvolutionStrategyOptions {
  /** mu, the parents. Whole, at least 1. Default 4 (Li et al. 2013); discrete: 5. */
  readonly mu?: number
  /** lambda, the children of a generation. Whole, at least 1; at least mu with 'comma'. Default 7 mu (Li et al. 2013); discrete: mu. */
  readonly lambda?: number
  /** rho, the parents of a child. Whole, 1 to mu. Default mu. */
  readonly rho?: number
  /** Whether parents die after a generation ('comma') or compete with their children ('plus'). Default 'comma' where lambda is larger than mu, else 'plus'. */
  readonly selection?: 'comma' | 'plus'
  /** Of several parents, each ordered parameter from one of them ('dominant') or their mean place ('intermediate'). Default 'dominant' (Li et al. 2013). */
  readonly recombination?: 'dominant' | 'intermediate'
  /** The first step size, as a part of each parameter's scale, in (0, 1]. Default 0.1. */
  readonly sigma0?: number
}

/** The options, with the defaults for a discrete space or others. */
export const evolutionStrategySettings = (
  options: EvolutionStrategyOptions,
  isDiscrete: boolean,
): Required<EvolutionStrategyOptions> => {
  const { mu = isDiscrete ? 5 : 4, recombination = 'dominant', sigma0 = 0.1 } = options
  const { lambda = isDiscrete ? mu : 7 * mu, rho = mu } = options
  return { mu, lambda, rho, selection: options.selection ?? (lambda > mu ? 'comma' : 'plus'), recombination, sigma0 }
}

/** Throws InvalidAgent where an option is out of its range. */
export const checkOptions = (options: EvolutionStrategyOptions): void => {
  const owner = 'evolutionStrategy'
  for (const isDiscrete of [true, false]) {
    const { mu, lambda, rho, selection, recombination, sigma0 } = evolutionStrategySettings(options, isDiscrete)
    checkOneOf(owner, 'selection', selection, ['comma', 'plus'])
    checkOneOf(owner, 'recombination', recombination, ['dominant', 'intermediate'])
    checkWhole(owner, 'mu', mu, 1)
    checkWhole(owner, 'lambda', lambda, selection === 'comma' ? mu : 1)
    checkWhole(owner, 'rho', rho, 1)
    checkWithin(owner, 'rho', rho, 1, mu)
    checkWithin(owner, 'sigma0', sigma0, 1e-9, 1)
  }
}
