import { checkOneOf, checkWhole, checkWithin } from '../../checks.js'

export interface EvolutionStrategyOptions {
  /** mu, the parents. Whole, at least 1. Default 4 (Li et al. 2013). */
  readonly mu?: number
  /** lambda, the children of a generation. Whole, at least 1; at least mu with 'comma'. Default 28 (Li et al. 2013). */
  readonly lambda?: number
  /** rho, the parents of a child. Whole, 1 to mu. Default mu. */
  readonly rho?: number
  /** Whether parents die after a generation ('comma') or compete with their children ('plus'). Default 'comma', 'plus' for lambda = 1. */
  readonly selection?: 'comma' | 'plus'
  /** Of several parents, each ordered parameter from one of them ('dominant') or their mean place ('intermediate'). Default 'dominant'. */
  readonly recombination?: 'dominant' | 'intermediate'
  /** The first step size, as a part of each parameter's scale, in (0, 1]. Default 0.1. */
  readonly sigma0?: number
}

export interface EvolutionStrategySettings extends Required<EvolutionStrategyOptions> {}

/** The options with their defaults. Throws InvalidAgent where one is out of its range. */
export const evolutionStrategySettings = (options: EvolutionStrategyOptions): EvolutionStrategySettings => {
  const owner = 'evolutionStrategy'
  const { mu = 4, lambda = 28, recombination = 'dominant', sigma0 = 0.1 } = options
  const { rho = mu, selection = lambda === 1 ? 'plus' : 'comma' } = options
  checkOneOf(owner, 'selection', selection, ['comma', 'plus'])
  checkOneOf(owner, 'recombination', recombination, ['dominant', 'intermediate'])
  checkWhole(owner, 'mu', mu, 1)
  checkWhole(owner, 'lambda', lambda, selection === 'comma' ? mu : 1)
  checkWhole(owner, 'rho', rho, 1)
  checkWithin(owner, 'rho', rho, 1, mu)
  checkWithin(owner, 'sigma0', sigma0, 1e-9, 1)
  return { mu, lambda, rho, selection, recombination, sigma0 }
}
