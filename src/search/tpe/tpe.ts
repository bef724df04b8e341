import type { AgentFactory } from '../../agents/agent.js'
import { type Strategy, strategy } from '../strategy.js'
import { jointly, separately } from './likeliest.js'
import { modelsOf } from './model.js'
import { settingsOf, type TpeOptions } from './options.js'
import { Told } from './told.js'

/**
 * The tree-structured Parzen estimator, over parameters of every kind and for any number of objectives. It may be asked at
 * any time; pending trials count as bad until they are told.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; Watanabe 2023, "Tree-structured Parzen estimator:
 * understanding its algorithm components"; Falkner et al. 2018 for all parameters at once; Ozaki et al. 2022 for several objectives
 */
export const tpe = (options: TpeOptions = {}): AgentFactory => {
  const { startup, gamma, candidates, multivariate, weights, prior } = settingsOf(options)
  return strategy({
    name: 'tpe',
    objectives: 'any',
    make: (tools, saved): Strategy => {
      const told = new Told(tools.space, tools.goals.names.length, weights, saved?.buffers)
      const { observations, split } = told
      return {
        propose: () => {
          const trials = observations.length
          if (trials < startup) return undefined
          const below = split.below(gamma(trials))
          const waiting = tools.pending()
          // A pending trial counts as bad until it is told (constant liar), so that parallel ones do not crowd.
          for (const config of waiting) observations.push(observations.pointOf(config))
          const groups = multivariate ? observations.groups : observations.groups.flat().map(a => [a])
          const models = modelsOf(observations, groups, below, prior)
          const best = (multivariate ? jointly : separately)({ tools, observations, candidates }, models)
          for (const _ of waiting) observations.pop()
          return best && { config: best, reason: `like the best ${below.rows.length} of ${trials} trials` }
        },
        learn: ({ config, losses, violation }) => told.add(config, { losses, violation }),
        save: () => ({ json: null, buffers: { ...told.save() } }),
      }
    },
  })
}
