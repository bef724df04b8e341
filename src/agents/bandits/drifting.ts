import type { Json } from '../../core/index.js'
import { expectOption } from '../expect.js'
import { type BanditFactory, type BanditOptions, bandit } from './bandit.js'
import { type BanditDefinition, largest } from './policy.js'
import { type Range, Rewards } from './rewards.js'

// UCB for arms that change, as a machine that heats up or gets other work: what is old counts less, or not at all.

export interface SlidingWindowUcbOptions extends BanditOptions {
  /** tau: how many of the last pulls count. Whole, at least 1. Default: 100. */
  readonly window?: number
  /** xi: how much is explored. Default: 0.6, as in the paper's experiments. */
  readonly exploration?: number
}

/**
 * UCB over the last `window` pulls alone: mean + sqrt(xi ln min(n, tau) / n_j).
 * @see Garivier & Moulines 2011, "On upper-confidence bound policies for switching bandit problems", section 2.2 (B = 1)
 */
export const slidingWindowUcb = (options: SlidingWindowUcbOptions = {}): BanditFactory => {
  const { window = 100, exploration = 0.6, ...rest } = options
  expectOption(Number.isInteger(window) && window >= 1, 'slidingWindowUcb', 'window', 'to be whole and >= 1', window)
  expectOption(exploration > 0, 'slidingWindowUcb', 'exploration', '> 0', exploration)
  return bandit(
    drifting('slidingWindowUcb', {
      age: pulls => {
        if (pulls.length > window) pulls.splice(0, pulls.length - window)
      },
      bonus: (n, nj) => Math.sqrt((exploration * Math.log(n)) / nj),
    }),
    rest,
  )
}

export interface DiscountedUcbOptions extends BanditOptions {
  /** gamma: what a pull still counts after the next one, in (0, 1). Default: 0.99. */
  readonly discount?: number
  /** xi: how much is explored. Default: 0.15, a bonus as wide as that of `slidingWindowUcb`; the paper's bound is proven above 0.5. */
  readonly exploration?: number
}

/**
 * UCB over pulls that count gamma^age: mean + 2 sqrt(xi ln n / n_j), n_j and n the sums of what counts.
 * @see Kocsis & Szepesvari 2006, "Discounted UCB"; Garivier & Moulines 2011, section 2.1 (B = 1)
 */
export const discountedUcb = (options: DiscountedUcbOptions = {}): BanditFactory => {
  const { discount = 0.99, exploration = 0.15, ...rest } = options
  expectOption(discount > 0 && discount < 1, 'discountedUcb', 'discount', 'in (0, 1)', discount)
  expectOption(exploration > 0, 'discountedUcb', 'exploration', '> 0', exploration)
  return bandit(
    drifting('discountedUcb', {
      age: pulls => {
        for (const pull of pulls) pull.weight *= discount
        // Less than a thousandth of a pull counts no more.
        while (pulls.length > 1 && (pulls[0] as Pull).weight < 1e-3) pulls.shift()
      },
      bonus: (n, nj) => 2 * Math.sqrt((exploration * Math.log(n)) / nj),
    }),
    rest,
  )
}

/** A pull that still counts; without a reward while it is pending. */
interface Pull {
  readonly arm: number
  weight: number
  reward: number | null
}

interface Ageing {
  /** Lets the pulls age by one, the oldest first. */
  age(pulls: Pull[]): void
  bonus(n: number, nj: number): number
}

const drifting = (name: string, { age, bonus }: Ageing): BanditDefinition => ({
  name,
  make: ({ arms: count }, saved) => {
    const state = saved as unknown as { readonly pulls: readonly Pull[]; readonly range: Range } | undefined
    const pulls: Pull[] = state?.pulls.map(pull => ({ ...pull })) ?? []
    const rewards = new Rewards(state?.range)

    const add = (arm: number, reward: number | null): void => {
      age(pulls)
      pulls.push({ arm, weight: 1, reward })
    }
    return {
      choose: allowed => {
        const [counts, told, sums] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)]
        for (const { arm, weight, reward } of pulls) {
          counts[arm] = (counts[arm] as number) + weight
          if (reward === null) continue
          told[arm] = (told[arm] as number) + weight
          sums[arm] = (sums[arm] as number) + weight * rewards.rescaled(reward)
        }
        const n = counts.reduce((sum, weight) => sum + weight, 0)
        return (
          allowed.find(j => counts[j] === 0) ??
          largest(allowed, j => {
            const weight = told[j] as number
            return (weight === 0 ? 1 : (sums[j] as number) / weight) + bonus(Math.max(1, n), counts[j] as number)
          })
        )
      },
      pull: arm => add(arm, null),
      reward: (arm, reward, _, isOwn) => {
        rewards.see(reward)
        if (!isOwn) add(arm, reward)
        const pending = pulls.find(pull => pull.arm === arm && pull.reward === null)
        // A pull that has aged out while it was pending counts no more.
        if (isOwn && pending) pending.reward = reward
      },
      save: () => ({ pulls: pulls.map(pull => ({ ...pull })), range: rewards.save() }) as unknown as Json,
    }
  },
})
