import { right } from '../../../core/fp.js'
import { makeRng, type Profile, type Rng } from '../../../core/index.js'
import { maximize } from '../../../goals/index.js'
import type { Profiler } from '../../../profilers/profiler.js'
import { choice, defineSpace } from '../../../space/index.js'
import type { Space } from '../../../space/space.js'
import type { Problem } from '../problem.js'
import { insist } from './options.js'

export interface ArmsOptions {
  /** 2 to 1,000. Default: as many as there are means, or 10. */
  readonly arms?: number
  /** 1 with the probability of the mean, else 0; or normal around the mean. Default: bernoulli. */
  readonly rewards?: 'bernoulli' | 'gaussian'
  /** The means. Default: drawn, uniform in [0, 1] for bernoulli, and standard normal for gaussian. */
  readonly means?: readonly number[]
  /** Standard deviation of gaussian rewards. Default: 1. */
  readonly sigma?: number
  /** Of the means that are drawn, and of the rewards beside the seed of the study. Default: 0. */
  readonly seed?: number
}

/**
 * A bandit: `arm` is one of 0, 1, ..., in no order, and its reward is random; the loss is the reward's negative. `truth` has the means.
 *
 * @see Sutton & Barto 2018, "Reinforcement learning: an introduction", section 2.3: ten gaussian arms
 */
export const arms = ({ rewards = 'bernoulli', means, arms: n, sigma = 1, seed = 0 }: ArmsOptions): Problem => {
  const rng = makeRng(`arms/${seed}/means`)
  const known = means ?? Array.from({ length: n ?? 10 }, () => (rewards === 'bernoulli' ? rng.next() : rng.normal()))
  insist(n === undefined || n === known.length, 'arms', 'arms', `as many as there are means (${known.length})`, n)
  const isPossible = rewards === 'gaussian' || known.every(mean => mean >= 0 && mean <= 1)
  insist(isPossible, 'arms', 'means', 'means in [0, 1]', known)
  const name = `arms n=${known.length} rewards=${rewards} seed=${seed}`
  const draw = (mean: number, rng: Rng): number =>
    rewards === 'bernoulli' ? Number(rng.next() < mean) : rng.normal(mean, sigma)

  const profileSync: NonNullable<Profiler['profileSync']> = ({ arm }, context) => {
    const reward = draw(known[arm as number] as number, makeRng(`arms/${seed}/${context.seed}`))
    return right<Profile>({ metrics: { reward }, costMs: 1, phases: {}, machine: 'made up' })
  }
  const losses = Float64Array.from(known, mean => -mean)
  return {
    name,
    space: defineSpace({ arm: choice(...known.keys()) }) as unknown as Space,
    profiler: {
      name,
      metrics: [{ name: 'reward', unit: '', better: 'higher' }],
      profile: (config, context) => async () => profileSync(config, context),
      profileSync,
    },
    objectives: { reward: maximize('reward') },
    population: { losses, costsMs: losses.map(() => 1) },
    optimum: Math.min(...losses),
    truth: ({ arm }) => [losses[arm as number] as number],
  }
}
