import { expectOption } from '../expect.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { indexPolicy } from './policy.js'

export interface Ucb1Options extends BanditOptions {
  /** Weight of the bonus sqrt(ln n / n_j). Default: sqrt(2), as in Auer et al. 2002. */
  readonly exploration?: number
}

/**
 * UCB1: the arm with the largest mean reward plus exploration * sqrt(ln n / n_j). Nothing is random. See `bandit` for what arms are, and
 * `Arms` for how rewards are rescaled.
 *
 * @see Auer, Cesa-Bianchi & Fischer 2002, "Finite-time analysis of the multiarmed bandit problem", figure 1
 */
export const ucb1 = ({ exploration = Math.SQRT2, ...options }: Ucb1Options = {}): BanditFactory => {
  expectOption(exploration >= 0 && exploration < Number.POSITIVE_INFINITY, 'ucb1', 'exploration', '>= 0', exploration)
  const policy = indexPolicy(
    'ucb1',
    (arms, j) => arms.mean(j) + exploration * Math.sqrt(Math.log(arms.total) / arms.pulls(j)),
  )
  return bandit(policy, options)
}
