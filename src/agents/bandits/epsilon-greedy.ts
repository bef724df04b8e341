import { expectOption } from '../expect.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { armsPolicy, largest } from './policy.js'

export interface EpsilonGreedyOptions extends BanditOptions {
  /** Probability of a random arm, 0 to 1. Default: 0.1. */
  readonly epsilon?: number
}

/**
 * The arm with the largest mean reward, or with probability epsilon any arm. Its regret grows with every pull, since it never stops exploring; it
 * is the plainest baseline.
 *
 * @see Sutton & Barto 2018, "Reinforcement learning: an introduction", section 2.2
 */
export const epsilonGreedy = ({ epsilon = 0.1, ...options }: EpsilonGreedyOptions = {}): BanditFactory => {
  expectOption(epsilon >= 0 && epsilon <= 1, 'epsilonGreedy', 'epsilon', 'in [0, 1]', epsilon)
  const policy = armsPolicy('epsilonGreedy', (arms, allowed, rng) =>
    rng.next() < epsilon ? rng.pick(allowed) : largest(allowed, j => arms.mean(j)),
  )
  return bandit(policy, options)
}
