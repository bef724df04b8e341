import type { AgentFactory } from '../../agents/agent.js'
import { type Strategy, strategy } from '../strategy.js'
import { likeliest } from './likeliest.js'
import { checkOptions, defaultGamma, type TpeOptions } from './options.js'
import { Told } from './told.js'

/**
 * The tree-structured Parzen estimator, multivariate, over parameters of every kind and for any number of objectives. It may be asked at
 * any time; pending trials count as bad until they are told.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; Watanabe 2023, "Tree-structured Parzen estimator:
 * understanding its algorithm components"; Ozaki et al. 2022 (several objectives)
 */
export const tpe = (options: TpeOptions = {}): AgentFactory => {
  checkOptions(options)
  const { startup = 10, gamma = defaultGamma, candidates = 24 } = options
  return strategy({
    name: 'tpe',
    objectives: 'any',
    make: (tools, saved): Strategy => {
      const told = new Told(tools.space, tools.goals.names.length, saved?.buffers)
      const { observations, split } = told
      return {
        propose: () => {
          const trials = observations.length
          if (trials < startup) return undefined
          const below = split.below(gamma(trials))
          const waiting = tools.pending()
          // A pending trial counts as bad until it is told (constant liar), so that parallel ones do not crowd.
          for (const config of waiting) observations.push(observations.pointOf(config))
          const best = likeliest(tools, observations, below, candidates)
          for (const _ of waiting) observations.pop()
          return best && { config: best.config, reason: `best of ${best.candidates} candidates` }
        },
        learn: ({ config, losses, violation }) => told.add(config, { losses, violation }),
        save: () => ({ json: null, buffers: { ...told.save() } }),
      }
    },
  })
}
