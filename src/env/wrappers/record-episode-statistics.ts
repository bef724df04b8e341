import type { Env } from '../env.js'
import { wrap } from './wrap.js'

/** What `info.episode` holds in the last step of an episode. */
export interface EpisodeStatistics {
  /** Sum of its rewards, not discounted. */
  readonly return: number
  /** Steps. */
  readonly length: number
}

/**
 * Puts the return and the length of an episode into the `info` of its last step, as `episode`. Wrap it around the environment before its rewards are
 * normalised, or it records the normalised ones.
 *
 * @see Gymnasium, wrappers.RecordEpisodeStatistics
 */
export const recordEpisodeStatistics = <A>(env: Env<A>): Env<A> => {
  let sum = 0
  let length = 0
  return wrap(env, {
    reset: async options => {
      const start = await env.reset(options)
      sum = 0
      length = 0
      return start
    },
    step: async action => {
      const step = await env.step(action)
      sum += step.reward
      length++
      if (!step.terminated && !step.truncated) return step
      const episode: EpisodeStatistics = { return: sum, length }
      return { ...step, info: { ...step.info, episode } }
    },
  })
}
