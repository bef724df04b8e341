import type { Json } from '../../core/index.js'
import type { Env } from '../env.js'
import { momentsOf, type Normalised, scaled } from './normalised.js'
import { wrap } from './wrap.js'

/**
 * Rewards divided by the standard deviation of the discounted return so far, so that returns have about variance 1, clipped to
 * [-10, 10]. The mean is not taken off: that would change what is worth doing. The return goes on past a truncation, and begins anew after a termination.
 *
 * @param options.gamma The learner's discount. Default: 0.99.
 * @param options.state What `save` of another one gave. Throws InvalidStudy where it is no state.
 * @see Gymnasium, wrappers.NormalizeReward; the clipping is that of Stable-Baselines3's VecNormalize
 */
export const normaliseReward = <A>(
  env: Env<A>,
  { gamma = 0.99, state }: { readonly gamma?: number; readonly state?: Json } = {},
): Env<A> & Normalised => {
  const moments = momentsOf('normaliseReward', 1, state)
  let isFrozen = false
  let discounted = Number((state as { readonly discounted?: number } | undefined)?.discounted ?? 0)
  const wrapped = wrap(env, {
    step: async action => {
      const step = await env.step(action)
      if (!isFrozen) {
        // Gymnasium drops the return before the reward that terminates is added, not after it.
        discounted = discounted * gamma * (step.terminated ? 0 : 1) + step.reward
        moments.add([discounted])
      }
      return { ...step, reward: scaled(step.reward, moments.variance(0)) }
    },
  })
  return {
    ...wrapped,
    save: () => ({ ...moments.toJSON(), discounted }),
    freeze: () => {
      isFrozen = true
    },
  }
}
