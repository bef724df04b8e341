import { checkOneOf, checkWhole, checkWithin } from '../checks.js'
import type { Warping } from './warping.js'

export interface BayesianOptions {
  /**
   * What makes a configuration worth a trial: the logarithm of the expected improvement, the expected improvement itself, or the
   * upper confidence bound. Default `logEI` (Ament et al. 2023). It, `xi` and `kappa` say nothing to `EHVI`.
   */
  readonly acquisition?: 'logEI' | 'EI' | 'UCB'
  /**
   * Improvements that do not exceed it do not count, in standard deviations of the losses: keeps it from refining a first good place for ever. At
   * least 0. Default 0.01 (Lizotte 2008).
   */
  readonly xi?: number
  /** Standard deviations of the confidence bound. Above 0. Default 2. */
  readonly kappa?: number
  /**
   * Several objectives: expected improvement of their hypervolume (for two or three), or of one random weighting of them after the
   * other. Default `EHVI` for two and three, `ParEGO` for more.
   */
  readonly several?: 'EHVI' | 'ParEGO'
  /**
   * Trials before the first model: points of Sobol's sequence. Whole, at least 2. Default: two for each parameter and two more (Optuna and Ax take
   * a number like that), but at most a quarter of the budget's trials and at least 5.
   */
  readonly startup?: number
  /** How losses are transformed before they are modelled. Default `auto`. */
  readonly warping?: Warping
  /** Observations that a model holds when it is fitted. Whole, at least 20. Default 300: a fit takes time that grows with its third power. */
  readonly capacity?: number
}

/** What has a default whatever the space. */
export type Settings = Required<Pick<BayesianOptions, 'acquisition' | 'xi' | 'kappa' | 'warping' | 'capacity'>>

export const settingsOf = ({
  acquisition = 'logEI',
  xi = 0.01,
  kappa = 2,
  warping = 'auto',
  capacity = 300,
}: BayesianOptions): Settings => ({
  acquisition,
  xi,
  kappa,
  warping,
  capacity,
})

/** Throws InvalidAgent where an option is out of range. */
export const checkOptions = (options: BayesianOptions): void => {
  const { acquisition, xi, kappa, several, startup, warping, capacity } = options
  if (acquisition !== undefined) checkOneOf('bayesian', 'acquisition', acquisition, ['logEI', 'EI', 'UCB'])
  if (xi !== undefined) checkWithin('bayesian', 'xi', xi, 0, Number.MAX_VALUE)
  if (kappa !== undefined) checkWithin('bayesian', 'kappa', kappa, Number.MIN_VALUE, Number.MAX_VALUE)
  if (several !== undefined) checkOneOf('bayesian', 'several', several, ['EHVI', 'ParEGO'])
  if (startup !== undefined) checkWhole('bayesian', 'startup', startup, 2)
  if (warping !== undefined) checkOneOf('bayesian', 'warping', warping, ['auto', 'copula', 'none'])
  if (capacity !== undefined) checkWhole('bayesian', 'capacity', capacity, 20)
}
