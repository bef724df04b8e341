import { fault, ParetuneError, show } from '../../core/index.js'
import { checkOneOf, checkWhole, checkWithin } from '../checks.js'

export interface TpeOptions {
  /** Trials before the first estimate; their configurations are drawn at random. Default 10 (Optuna). */
  readonly startup?: number
  /** How many of n trials count as good. Default min(ceil(n / 10), 25) (Optuna). */
  readonly gamma?: (n: number) => number
  /** Configurations compared for a proposal. Default 24 (Optuna). */
  readonly candidates?: number
  /**
   * One density over all parameters that are active together, which sees how they interact; false: one for each parameter by itself,
   * as in Bergstra et al. 2011. Default true (Falkner et al. 2018; Watanabe 2023).
   */
  readonly multivariate?: boolean
  /**
   * What a good trial counts in its density: by its improvement over the best one that is not good, or all the same. With several
   * objectives the improvement is what it adds to the hypervolume. Default 'improvement' (Watanabe 2023; Ozaki et al. 2022).
   */
  readonly weights?: 'improvement' | 'equal'
  /** Weight of the wide kernel over the whole range, in trials. Default 1 (Optuna). */
  readonly prior?: number
}

export type Settings = Required<TpeOptions>

/** The options with their defaults. Throws InvalidAgent where one is out of range. */
export const settingsOf = ({
  startup = 10,
  gamma = n => Math.min(Math.ceil(0.1 * n), 25),
  candidates = 24,
  multivariate = true,
  weights = 'improvement',
  prior = 1,
}: TpeOptions): Settings => {
  checkWhole('tpe', 'startup', startup, 1)
  checkWhole('tpe', 'candidates', candidates, 1)
  checkOneOf('tpe', 'weights', weights, ['improvement', 'equal'])
  checkWithin('tpe', 'prior', prior, Number.MIN_VALUE, Number.MAX_VALUE)
  if (typeof gamma !== 'function') {
    const message = `tpe: expected a function of the number of trials for \`gamma\`, got ${show(gamma)}`
    throw new ParetuneError(fault('InvalidAgent', message))
  }
  return { startup, gamma, candidates, multivariate, weights, prior }
}
