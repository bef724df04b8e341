import type { AgentFactory } from '../agent.js'
import { type BanditOptions, bandit, largest } from './bandit.js'

/**
 * Thompson sampling with a normal prior: the arm with the largest draw from N(mean, 1 / (n_j + 1)), which is wide enough for any rewards
 * in [0, 1]. It spreads parallel pulls by itself.
 *
 * @see Agrawal & Goyal 2013, "Further optimal regret bounds for Thompson sampling", algorithm 2
 */
export const thompson = (options: BanditOptions = {}): AgentFactory =>
  bandit(
    {
      name: 'thompson',
      choose: (arms, rng) => largest(arms, j => rng.normal(arms.mean(j), 1 / Math.sqrt(arms.pulls(j) + 1))),
    },
    options,
  )
