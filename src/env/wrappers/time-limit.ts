import { fault, ParetuneError, show } from '../../core/index.js'
import type { Env } from '../env.js'
import { wrap } from './wrap.js'

/**
 * Truncates an episode after `steps` steps; one that terminates in its last step is terminated, not truncated. Throws InvalidStudy where
 * `steps` is no whole number of at least 1, and for a step after the end.
 *
 * @see Gymnasium, wrappers.TimeLimit
 */
export const timeLimit = <A>(env: Env<A>, steps: number): Env<A> => {
  if (!(Number.isInteger(steps) && steps >= 1))
    throw new ParetuneError(fault('InvalidStudy', `timeLimit: expected a whole number >= 1, got ${show(steps)}`))
  let taken = 0
  return wrap(env, {
    reset: async options => {
      const start = await env.reset(options)
      taken = 0
      return start
    },
    step: async action => {
      // The environment inside does not know that its episode is over.
      if (taken >= steps)
        throw new ParetuneError(fault('InvalidStudy', `expected reset() after the ${steps} steps of a time limit`))
      const step = await env.step(action)
      const isLast = ++taken >= steps
      return isLast && !step.terminated ? { ...step, truncated: true } : step
    },
  })
}
