import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { indexPolicy } from './policy.js'

/**
 * KL-UCB: the largest mean q that the pulls of an arm still allow, n_j d(mean, q) <= ln n, with d the Kullback-Leibler divergence of
 * two coins. Its regret reaches the lower bound of Lai and Robbins for coins, and holds for any rewards in [0, 1].
 *
 * @see Garivier & Cappe 2011, "The KL-UCB algorithm for bounded stochastic bandits and beyond", algorithm 1 (c = 0, as they recommend)
 */
export const klUcb = (options: BanditOptions = {}): BanditFactory => bandit(policy, options)

const policy = indexPolicy('klUcb', (arms, j) => upperMean(arms.mean(j), Math.log(arms.total) / arms.pulls(j)))

/** The largest q in [mean, 1] with d(mean, q) <= most, by bisection to 2^-40. */
export const upperMean = (mean: number, most: number): number => {
  let [low, high] = [mean, 1]
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2
    if (divergence(mean, middle) <= most) low = middle
    else high = middle
  }
  return low
}

/** d(p, q) = p ln(p / q) + (1 - p) ln((1 - p) / (1 - q)); 0 ln 0 is 0. */
const divergence = (p: number, q: number): number => {
  const term = (a: number, b: number): number => (a === 0 ? 0 : a * Math.log(a / b))
  return term(p, q) + term(1 - p, 1 - q)
}
