import type { Json } from '../../core/index.js'
import { expectOption } from '../expect.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import type { BanditDefinition } from './policy.js'
import { type Range, Rewards } from './rewards.js'

export interface Exp3Options extends BanditOptions {
  /** gamma: the part of pulls that are uniform, in (0, 1], and how fast it learns. Default: 0.1. */
  readonly gamma?: number
}

/**
 * EXP3: draws an arm by exponential weights, each reward divided by the probability that its arm had. It makes no assumption about where
 * rewards come from: they may drift or be set by an adversary, and its regret against the best single arm stays under 2.63 sqrt(n K ln K).
 *
 * Trials of the caller teach it nothing but the range of rewards: no probability drew them.
 * @see Auer, Cesa-Bianchi, Freund & Schapire 2002, "The nonstochastic multiarmed bandit problem", figure 1
 */
export const exp3 = ({ gamma = 0.1, ...options }: Exp3Options = {}): BanditFactory => {
  expectOption(gamma > 0 && gamma <= 1, 'exp3', 'gamma', 'in (0, 1]', gamma)
  return bandit(policy(gamma), options)
}

interface Saved {
  readonly logWeights: readonly number[]
  /** Of each arm, the probabilities with which its pending pulls were drawn, the oldest first. */
  readonly drawnWith: readonly (readonly number[])[]
  readonly range: Range
}

const policy = (gamma: number): BanditDefinition => ({
  name: 'exp3',
  make: ({ arms: count, rng }, saved) => {
    const state = saved as unknown as Saved | undefined
    const logWeights = state?.logWeights.slice() ?? new Array<number>(count).fill(0)
    const drawnWith = state?.drawnWith.map(list => [...list]) ?? Array.from({ length: count }, (): number[] => [])
    const rewards = new Rewards(state?.range)
    let probabilities: readonly number[] = []

    /** p_i = (1 - gamma) w_i / sum w + gamma / K, over the arms that are allowed. */
    const probabilitiesOf = (allowed: readonly number[]): readonly number[] => {
      const most = Math.max(...allowed.map(j => logWeights[j] as number))
      const weights = allowed.map(j => Math.exp((logWeights[j] as number) - most))
      const sum = weights.reduce((total, weight) => total + weight, 0)
      return weights.map(weight => ((1 - gamma) * weight) / sum + gamma / allowed.length)
    }
    return {
      choose: allowed => {
        const among = probabilitiesOf(allowed)
        let left = rng.next()
        let place = 0
        while (place < allowed.length - 1 && left >= (among[place] as number)) left -= among[place++] as number
        const byArm = new Array<number>(count).fill(0)
        for (const [i, j] of allowed.entries()) byArm[j] = among[i] as number
        probabilities = byArm
        return allowed[place]
      },
      pull: arm => drawnWith[arm]?.push(probabilities[arm] as number),
      reward: (arm, reward, _, isOwn) => {
        rewards.see(reward)
        const probability = isOwn ? drawnWith[arm]?.shift() : undefined
        if (probability === undefined) return
        logWeights[arm] = (logWeights[arm] as number) + (gamma * rewards.rescaled(reward)) / probability / count
      },
      save: () =>
        ({
          logWeights: [...logWeights],
          drawnWith: drawnWith.map(list => [...list]),
          range: rewards.save(),
        }) satisfies Saved as unknown as Json,
    }
  },
})
