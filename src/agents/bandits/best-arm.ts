import type { Json } from '../../core/index.js'
import { expectOption } from '../expect.js'
import { Arms } from './arms.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { type BanditDefinition, largest } from './policy.js'

// Best-arm identification: what is pulled in between does not count, only that the best arm is known in the end.

export interface SequentialHalvingOptions extends BanditOptions {
  /** Pulls in all, at least one for each arm. Default: the study's budget of trials; 100 times the arms where it has none. */
  readonly pulls?: number
}

/**
 * Sequential halving, for a fixed budget of T pulls over K arms: log2 K rounds, in each of which the arms that are left are pulled alike,
 * T / (their number times log2 K) times, and the better half goes on; what does not divide is not pulled. Once one
 * arm is left it proposes nothing more, and the study ends.
 *
 * @see Karnin, Koren & Somekh 2013, "Almost optimal exploration in multi-armed bandits", algorithm 1 (their rounds forget the earlier ones; here means
 * are over all pulls, as is usual since)
 */
export const sequentialHalving = ({ pulls, ...options }: SequentialHalvingOptions = {}): BanditFactory => {
  if (pulls !== undefined)
    expectOption(Number.isInteger(pulls) && pulls >= 1, 'sequentialHalving', 'pulls', 'to be whole and >= 1', pulls)
  return bandit(halving(pulls), options)
}

const halving = (given: number | undefined): BanditDefinition => ({
  name: 'sequentialHalving',
  make: ({ arms: count, pulls }, saved) => {
    const state = saved as { readonly arms: Json; readonly left: readonly number[]; readonly due: number } | undefined
    const budget = given ?? pulls ?? 100 * count
    const rounds = Math.max(1, Math.ceil(Math.log2(count)))
    const arms = new Arms(count, state?.arms)
    let left = state?.left ?? Array.from({ length: count }, (_, j) => j)
    const share = (): number => Math.max(1, Math.floor(budget / (left.length * rounds)))
    /** Pulls that each arm that is left has at the end of the round. */
    let due = state?.due ?? share()
    return {
      choose: () => {
        for (;;) {
          if (left.length === 1) return undefined
          const next = left.find(j => arms.pulls(j) < due)
          if (next !== undefined) return next
          // Pending pulls decide as well as those before them: asks do not wait.
          left = [...left].sort((a, b) => arms.mean(b) - arms.mean(a)).slice(0, Math.ceil(left.length / 2))
          due += share()
        }
      },
      pull: arm => arms.pull(arm),
      reward: (arm, reward, _, isOwn) => arms.reward(arm, reward, isOwn),
      save: () => ({ arms: arms.save(), left: [...left], due }),
    }
  },
})

export interface LucbOptions extends BanditOptions {
  /** delta: chance that the arm found is not the best, in (0, 1). Default: 0.05. */
  readonly delta?: number
  /** Distance from the best that is near enough, as a part of `range`, at least 0. Default: 0. */
  readonly epsilon?: number
  /**
   * Width of the range of an arm's rewards, in their unit; for rewards with normal noise, twice its standard deviation. Default: from the least to
   * the largest reward seen, over all arms, which is too wide where arms differ by more than their noise.
   */
  readonly range?: number
}

/**
 * LUCB, for a fixed confidence: pulls the best arm so far and the one that may yet turn out better, until with probability 1 - delta none is.
 * Then it proposes nothing more, and the study ends; its best configuration is the arm.
 *
 * @see Kalyanakrishnan, Tewari, Auer & Stone 2012, "PAC subset selection in stochastic multi-armed bandits", section 3 (m = 1, k1 = 5/4)
 */
export const lucb = ({ delta = 0.05, epsilon = 0, range, ...options }: LucbOptions = {}): BanditFactory => {
  expectOption(delta > 0 && delta < 1, 'lucb', 'delta', 'in (0, 1)', delta)
  expectOption(epsilon >= 0, 'lucb', 'epsilon', '>= 0', epsilon)
  if (range !== undefined) expectOption(range > 0, 'lucb', 'range', '> 0', range)
  return bandit(confidence(delta, epsilon, range), options)
}

const confidence = (delta: number, epsilon: number, range: number | undefined): BanditDefinition => ({
  name: 'lucb',
  make: ({ arms: count }, saved) => {
    const arms = new Arms(count, saved)
    const all = Array.from({ length: count }, (_, j) => j)
    return {
      choose: () => {
        const fresh = all.find(j => arms.pulls(j) === 0)
        if (fresh !== undefined) return fresh
        if (all.some(j => arms.told(j) === 0)) return largest(all, j => -arms.pulls(j))
        if (count === 1) return undefined
        const width = range ?? arms.spread
        /** beta(u, t), of the pulls told. */
        const bonus = (j: number): number =>
          width * Math.sqrt(Math.log((1.25 * count * arms.total ** 4) / delta) / (2 * arms.told(j)))
        const best = largest(all, j => arms.rawMean(j))
        const others = all.filter(j => j !== best)
        const rival = largest(others, j => arms.rawMean(j) + bonus(j))
        const doubt = arms.rawMean(rival) + bonus(rival) - (arms.rawMean(best) - bonus(best))
        if (Number.isFinite(width) && doubt <= epsilon * width) return undefined
        return arms.pulls(best) <= arms.pulls(rival) ? best : rival
      },
      pull: arm => arms.pull(arm),
      reward: (arm, reward, _, isOwn) => arms.reward(arm, reward, isOwn),
      save: () => arms.save(),
    }
  },
})
