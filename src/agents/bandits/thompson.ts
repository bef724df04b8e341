import { betaDraw } from '../../numeric/index.js'
import { expectOption } from '../expect.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { indexPolicy } from './policy.js'

export interface ThompsonOptions extends BanditOptions {
  /**
   * What is believed of an arm's mean: N(mean, 1 / (n_j + 1)), wide enough for any rewards in [0, 1]; or Beta(1 + n_j mean, 1 + n_j (1 - mean)),
   * which for rewards of 0 and 1 counts them, and learns sooner. Default: `normal`.
   */
  readonly prior?: 'normal' | 'beta'
}

/**
 * Thompson sampling: the arm with the largest draw from what is believed of its mean. It spreads parallel pulls by itself.
 *
 * @see Agrawal & Goyal 2013, "Further optimal regret bounds for Thompson sampling", algorithms 2 (normal) and 1 (beta)
 */
export const thompson = ({ prior = 'normal', ...options }: ThompsonOptions = {}): BanditFactory => {
  expectOption(prior === 'normal' || prior === 'beta', 'thompson', 'prior', 'to be normal or beta', prior)
  return bandit(prior === 'normal' ? normal : beta, options)
}

const normal = indexPolicy('thompson', (arms, j, rng) => rng.normal(arms.mean(j), 1 / Math.sqrt(arms.pulls(j) + 1)))

/** Pending pulls say nothing yet, so that the belief is as wide as before them. */
const beta = indexPolicy('thompson (beta)', (arms, j, rng) => {
  const [n, mean] = [arms.told(j), arms.mean(j)]
  return betaDraw(1 + n * mean, 1 + n * (1 - mean), rng)
})
