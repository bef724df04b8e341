import type { Json } from '../../core/index.js'
import { type BanditDefinition, largest } from '../bandits/policy.js'
import { expectOption } from '../expect.js'

export interface AucOptions {
  /** How many of the last choices count. Whole, at least 1. Default: 500, as in OpenTuner. */
  readonly window?: number
  /** C: how much is explored, at least 0. Default: 0.05, as in OpenTuner. */
  readonly exploration?: number
}

/**
 * Credit by area under the curve: of the uses of an arm in the window, those that gave a new best reward, each weighted by its place, so that
 * recent ones count more; plus C sqrt(2 log2 |H| / n_k).
 * @see Pacula, Ansel, Amarasinghe & O'Reilly 2012, "Hyperparameter tuning in bandit-based adaptive operator selection", section 3; OpenTuner's AUCBanditMetaTechnique
 */
export const auc = ({ window = 500, exploration = 0.05 }: AucOptions = {}): BanditDefinition => {
  expectOption(Number.isInteger(window) && window >= 1, 'auc', 'window', 'to be whole and >= 1', window)
  expectOption(exploration >= 0, 'auc', 'exploration', '>= 0', exploration)
  return {
    name: 'auc',
    make: ({ arms: count }, saved) => {
      const state = saved as unknown as Saved | undefined
      const uses = state?.uses.map(use => ({ ...use })) ?? []
      let best = state?.best ?? Number.NEGATIVE_INFINITY
      return {
        choose: allowed => {
          const scores = scoresOf(uses, count, exploration)
          return (
            allowed.find(arm => uses.every(use => use.arm !== arm)) ?? largest(allowed, arm => scores[arm] as number)
          )
        },
        pull: arm => {
          uses.push({ arm, isBest: null })
          if (uses.length > window) uses.shift()
        },
        reward: (arm, reward, _, isOwn) => {
          const isBest = reward > best
          best = Math.max(best, reward)
          const use = isOwn ? uses.find(other => other.arm === arm && other.isBest === null) : undefined
          if (use) use.isBest = isBest
        },
        seen: reward => {
          best = Math.max(best, reward)
        },
        save: () =>
          ({
            uses: uses.map(use => ({ ...use })),
            best: best === Number.NEGATIVE_INFINITY ? null : best,
          }) satisfies Saved as unknown as Json,
      }
    },
  }
}

/** A choice in the window; `isBest` is null while it is pending. */
interface Use {
  readonly arm: number
  isBest: boolean | null
}
interface Saved {
  readonly uses: readonly Use[]
  readonly best: number | null
}

/** AUC_k = sum of t V_t / (n_k (n_k + 1) / 2) over the uses t = 1 .. n_k of arm k, V_t being 1 for a new best. */
const scoresOf = (uses: readonly Use[], count: number, exploration: number): Float64Array => {
  const [n, area] = [new Float64Array(count), new Float64Array(count)]
  for (const { arm, isBest } of uses) {
    n[arm] = (n[arm] as number) + 1
    if (isBest) area[arm] = (area[arm] as number) + (n[arm] as number)
  }
  return area.map((sum, arm) => {
    const uses_k = n[arm] as number
    return (2 * sum) / (uses_k * (uses_k + 1)) + exploration * Math.sqrt((2 * Math.log2(uses.length)) / uses_k)
  })
}
