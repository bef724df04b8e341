import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { checkWhole, checkWithin } from '../checks.js'
import { type Strategy, strategy } from '../strategy.js'
import { mostWorthy } from './candidates.js'
import type { Criterion } from './criterion.js'
import { featuresOf } from './features.js'
import { forestCriterion } from './forest-criterion.js'
import { Trials } from './trials.js'

export interface RandomForestOptions {
  /** Random configurations before the first model. Whole, at least 2. Default 10. */
  readonly startup?: number
  /** Whole, at least 2. Default 20. */
  readonly trees?: number
  /** Part of the features that each split of a tree chooses among, in (0, 1]. Default 0.6. */
  readonly features?: number
  /** Trials in a leaf at least. Whole, at least 1. Default 1: what is measured without noise may be learnt by heart. */
  readonly leaf?: number
  /** Part of the later trials that are drawn at random, in [0, 1]: what the forest is wrong about is found by these alone. Default 0.1. */
  readonly randomPart?: number
}

/** From one fit to the next the trials grow by a hundredth: up to 100 there is a new model for each. */
const GROWTH = 1.01

/**
 * Bayesian optimisation with a random forest in place of a Gaussian process: for discrete, constrained, rugged spaces with many
 * switches, such as those of kernels, where what is near in one parameter may be far in another. One objective.
 *
 * A forest of the losses says what each configuration may be worth, others how likely it is to run and to be feasible; no number stands
 * for a loss that is missing. Pending trials are believed to show what the forest predicts.
 * @see Hutter, Hoos & Leyton-Brown 2011, "Sequential model-based optimization for general algorithm configuration" (SMAC)
 */
export const randomForest = (options: RandomForestOptions = {}): AgentFactory => {
  const { startup = 10, trees = 20, features = 0.6, leaf = 1, randomPart = 0.1 } = options
  checkWhole('randomForest', 'startup', startup, 2)
  checkWhole('randomForest', 'trees', trees, 2)
  checkWithin('randomForest', 'features', features, Number.MIN_VALUE, 1)
  checkWhole('randomForest', 'leaf', leaf, 1)
  checkWithin('randomForest', 'randomPart', randomPart, 0, 1)
  return strategy({
    name: 'random-forest',
    objectives: 'one',
    make: (tools, saved): Strategy => {
      const { space, rng, pending } = tools
      const { dimension, pointOf } = featuresOf(space)
      const state = saved?.json as unknown as Saved | undefined
      const trials = new Trials({ pointOf }, state?.trials)
      const modelOf = (told: number, waiting: readonly Float64Array[]): Criterion =>
        forestCriterion(
          trials,
          told,
          waiting,
          dimension,
          { trees, features, leaf },
          rng.fork(`forest/${told}/${waiting.length}`),
        )
      /** Trials that the last model without pending ones holds. */
      let held = state?.held ?? 0
      let criterion = held > 0 ? modelOf(held, []) : undefined
      const refreshed = (): Criterion => {
        const told = trials.points.length
        const waiting = pending()
        if (waiting.length > 0) return modelOf(told, waiting.map(pointOf))
        if (criterion === undefined || told >= GROWTH * held) {
          criterion = modelOf(told, [])
          held = told
        }
        return criterion
      }
      return {
        propose: () => {
          if (trials.points.length < startup || trials.measured.length < 2) return undefined
          if (rng.next() < randomPart) return undefined
          const { worthOf, best, aim } = refreshed()
          const configs = best.map(({ config }) => config)
          const found = mostWorthy(tools, configs, config => worthOf(pointOf(config)))
          return found && { config: found.config, reason: `promises ${aim}` }
        },
        learn: evaluation => trials.add(evaluation),
        save: () => ({ json: { trials: trials.save(), held } satisfies Saved as unknown as Json }),
      }
    },
  })
}

interface Saved {
  readonly trials: Json
  readonly held: number
}
