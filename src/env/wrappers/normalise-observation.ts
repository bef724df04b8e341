import type { Json } from '../../core/index.js'
import type { Env } from '../env.js'
import { type Normalised, observationNormaliser } from './normalised.js'
import { wrap } from './wrap.js'

/**
 * Observations with mean 0 and variance 1 in each number, by the moments of what was observed so far, the present one included; clipped
 * to [-10, 10].
 *
 * @param options.state What `save` of another one gave. Throws InvalidStudy where that is of another size, or no state.
 * @see Gymnasium, wrappers.NormalizeObservation; the clipping is that of Stable-Baselines3's VecNormalize
 */
export const normaliseObservation = <A>(
  env: Env<A>,
  { state }: { readonly state?: Json } = {},
): Env<A> & Normalised => {
  const normaliser = observationNormaliser('normaliseObservation', env.observationSpace, state)
  let isFrozen = false
  const normalised = (observation: Float32Array): Float32Array => {
    if (!isFrozen) normaliser.see(observation)
    return normaliser.normalised(observation)
  }
  const wrapped = wrap(env, {
    observationSpace: normaliser.space,
    reset: async options => {
      const start = await env.reset(options)
      return { ...start, observation: normalised(start.observation) }
    },
    step: async action => {
      const step = await env.step(action)
      return { ...step, observation: normalised(step.observation) }
    },
  })
  return {
    ...wrapped,
    save: () => normaliser.save(),
    freeze: () => {
      isFrozen = true
    },
  }
}
