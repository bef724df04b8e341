import { expectOption } from '../expect.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { indexPolicy } from './policy.js'

export interface UcbVOptions extends BanditOptions {
  /** zeta: how much is explored. Default: 1.2, the least for which the paper's bound is proven. */
  readonly zeta?: number
}

/**
 * UCB-V: like UCB1, with a bonus that knows the variance of each arm, so that steady arms are settled sooner:
 * mean + sqrt(2 V zeta ln n / n_j) + 3 zeta ln n / n_j.
 *
 * @see Audibert, Munos & Szepesvari 2009, "Exploration-exploitation tradeoff using variance estimates in multi-armed bandits", section 3 (c = 1)
 */
export const ucbV = ({ zeta = 1.2, ...options }: UcbVOptions = {}): BanditFactory => {
  expectOption(zeta > 0 && zeta < Number.POSITIVE_INFINITY, 'ucbV', 'zeta', '> 0', zeta)
  const policy = indexPolicy('ucbV', (arms, j) => {
    const [n, exploration] = [arms.pulls(j), zeta * Math.log(arms.total)]
    return arms.mean(j) + Math.sqrt((2 * arms.variance(j) * exploration) / n) + (3 * exploration) / n
  })
  return bandit(policy, options)
}
