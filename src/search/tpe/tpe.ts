import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Value } from '../../core/index.js'
import type { Verdict } from '../evaluation.js'
import { type Strategy, strategy, type Tools } from '../strategy.js'
import { axesOf } from './axis.js'
import { drawBest, indexOfLargest, logRatios, type Model, modelsOf } from './model.js'
import { Observations } from './observations.js'
import { settingsOf, type TpeOptions } from './options.js'
import { splitOf } from './split.js'

/** Draws for one candidate that may be invalid or known before the search for candidates ends. */
const DRAWS = 10

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
      const { goals, rng, pending } = tools
      const objectives = goals.names.length
      const observations = new Observations(axesOf(tools.space))
      const split = splitOf(objectives, weights)
      const learn = (point: Float64Array, verdict: Verdict): void => {
        split.add(observations.length, verdict)
        observations.addPoint(point, verdict)
      }
      for (const [point, verdict] of observations.saved(objectives, saved?.buffers)) learn(point, verdict)
      const candidateOf = candidatesFor(tools, observations)

      /** Configurations drawn from the good density as a whole: the one of the largest ratio. */
      const jointly = (models: readonly Model[]): Candidate | undefined => {
        const found = new Map<string, Candidate>()
        for (let draw = 0; draw < DRAWS * candidates && found.size < candidates; draw++) {
          const candidate = candidateOf(point => {
            for (const { below } of models) below.draw(rng, point)
          })
          if (candidate !== undefined) found.set(candidate.key, candidate)
        }
        const all = [...found.values()]
        const points = all.map(({ point }) => point)
        return all[indexOfLargest(logRatios(models, points))]
      }

      /** The value of the largest ratio for each parameter by itself. */
      const separately = (models: readonly Model[]): Candidate | undefined => {
        for (let draw = 0; draw < DRAWS; draw++) {
          const candidate = candidateOf(point => {
            for (const model of models) drawBest(model, candidates, rng, point)
          })
          if (candidate !== undefined) return candidate
        }
        return undefined
      }

      return {
        propose: () => {
          const told = observations.length
          if (told < startup) return undefined
          const below = split.below(gamma(told))
          const waiting = pending()
          // A pending trial counts as bad until it is told (constant liar), so that parallel ones do not crowd.
          for (const config of waiting) observations.push(observations.pointOf(config))
          const groups = multivariate ? observations.groups : observations.groups.flat().map(a => [a])
          const models = modelsOf(observations, groups, below, prior)
          const best = multivariate ? jointly(models) : separately(models)
          for (const _ of waiting) observations.pop()
          return best && { config: best.config, reason: `like the best ${below.rows.length} of ${told} trials` }
        },
        learn: ({ config, losses, violation }) => learn(observations.pointOf(config), { losses, violation }),
        save: () => ({ json: null, buffers: observations.save(objectives) }),
      }
    },
  })
}

interface Candidate {
  readonly config: Config
  readonly point: Float64Array
  /** Equal for equal configurations. */
  readonly key: string
}

/** Makes a candidate of what is drawn into a point; undefined where that is known, or breaks a constraint. */
const candidatesFor = (
  { space, isKnown }: Tools,
  observations: Observations,
): ((draw: (point: Float64Array) => void) => Candidate | undefined) => {
  const { axes } = observations
  const drawn = new Float64Array(axes.length)
  return draw => {
    draw(drawn)
    const all: Record<string, Value> = {}
    for (const [a, axis] of axes.entries()) all[axis.name] = axis.valueOf(drawn[a] as number)
    const config = activePart(space, all)
    if (space.broken(config).length > 0 || isKnown(config)) return undefined
    return { config, point: observations.pointOf(config), key: space.fingerprint(config) }
  }
}

/** Without what the values themselves switch off. Conditions read earlier parameters only, so that this comes to rest. */
const activePart = (space: Tools['space'], all: Config): Config => {
  let config = all
  for (let size = space.names.length; ; ) {
    const active = space.active(config)
    if (active.length === size) return config
    size = active.length
    config = Object.fromEntries(active.map(name => [name, all[name] as Value]))
  }
}
