import type { AgentFactory } from '../agent.js'
import { type BanditOptions, bandit, expectOption, largest } from './bandit.js'

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
export const epsilonGreedy = ({ epsilon = 0.1, ...options }: EpsilonGreedyOptions = {}): AgentFactory => {
  expectOption(epsilon >= 0 && epsilon <= 1, 'epsilonGreedy', 'epsilon', 'in [0, 1]', epsilon)
  return bandit(
    {
      name: 'epsilonGreedy',
      choose: (arms, rng) => (rng.next() < epsilon ? rng.integer(0, arms.count - 1) : largest(arms, j => arms.mean(j))),
    },
    options,
  )
}
