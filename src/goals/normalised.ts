import { fault, ParetuneError, show } from '../core/index.js'
import { named, type Reward, type RewardContext } from './rewards.js'

/** How rewards are normalised. */
export interface NormalisedOptions {
  /** Bound of what is given, above 0; Infinity for none. Default: 10, as Stable-Baselines3's VecNormalize. */
  readonly clip?: number
  /**
   * Whether the mean is taken off first. Default: true. Without it a reward far from 0 beside its spread, as `relativeLoss` about -1, lies
   * at the bound; false is for rewards whose sign matters, as where an episode can be ended to get no more of them.
   */
  readonly centred?: boolean
}

/**
 * A reward in standard deviations from its mean, by what it has given in the study (the episode) so far, the present step included, clipped to
 * [-clip, clip]: rewards of any unit on one scale, for a learner or a `summed`. As long as all were the same there is no deviation to
 * divide by: centred gives 0, not centred the clipped reward itself.
 *
 * It has no state of its own: it asks `reward` about the steps before (`RewardContext.previous`, remembered by step), so a study that goes on
 * from its store gives what it would have given without a break. `reward` has to be a function of its step alone. For a failure it sees
 * the lowest reward that it has given itself.
 *
 * Throws InvalidReward unless clip > 0.
 * @see Welford 1962 for the moments; Gymnasium's NormalizeReward (`normaliseReward`) for episodes of many steps: that one is of returns
 */
export const normalised = (reward: Reward, { clip = 10, centred = true }: NormalisedOptions = {}): Reward => {
  if (!(clip > 0))
    throw new ParetuneError(fault('InvalidReward', `normalised: expected clip > 0, got clip=${show(clip)}`))
  const known = new WeakMap<RewardContext, Given>()
  const after = ({ lowestReward: _, ...step }: RewardContext, before: Given): Given =>
    include(before, reward(before.count > 0 ? { ...step, lowestReward: before.lowest } : step))

  /** After a step, of all steps up to it. A loop, since a resumed study asks for thousands at once. */
  const upTo = (step: RewardContext): Given => {
    const unknown: RewardContext[] = []
    let from: RewardContext | undefined = step
    while (from && !known.has(from)) {
      unknown.push(from)
      from = from.previous
    }
    let given = (from && known.get(from)) ?? NOTHING
    for (const context of unknown.reverse()) {
      given = after(context, given)
      known.set(context, given)
    }
    return given
  }

  return named(`normalised(${reward.name})`, step => {
    const { count, mean, squares, last } = upTo(step)
    const deviation = Math.sqrt(squares / count)
    const value = (last - (centred ? mean : 0)) / (deviation > 0 ? deviation : 1)
    // What is no number stays so, and is refused under its own name.
    return Number.isFinite(last) ? Math.min(clip, Math.max(-clip, value)) : last
  })
}

/** Rewards so far: their moments, the lowest and the last one. */
interface Given {
  readonly count: number
  readonly mean: number
  /** Sum of the squared distances from the mean. */
  readonly squares: number
  readonly lowest: number
  readonly last: number
}

const NOTHING: Given = { count: 0, mean: 0, squares: 0, lowest: Infinity, last: 0 }

/** What is no finite number is not counted. */
const include = (before: Given, last: number): Given => {
  if (!Number.isFinite(last)) return { ...before, last }
  const count = before.count + 1
  const distance = last - before.mean
  const mean = before.mean + distance / count
  return {
    count,
    mean,
    squares: before.squares + distance * (last - mean),
    lowest: Math.min(before.lowest, last),
    last,
  }
}
