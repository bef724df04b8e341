import type { AgentFactory } from '../../../agents/agent.js'
import type { Json } from '../../../core/index.js'
import { domainsOf, isDiscrete } from '../../../space/index.js'
import type { Evaluation } from '../../evaluation.js'
import { strategy } from '../../strategy.js'
import { completed } from '../../values.js'
import { generationsOf } from '../generations.js'
import { checkOptions, type EvolutionStrategyOptions, evolutionStrategySettings } from './options.js'
import { type Individual, variationOf } from './variation.js'

/**
 * A (mu/rho +, lambda) evolution strategy for one objective, over parameters of every kind, whose step sizes are inherited and mutated
 * together with the parameters. Alone, mu = lambda = 1, the steps follow the 1/5 success rule instead.
 *
 * The first mu outcomes are of random configurations. It may be asked at any time: children are bred from the parents of now, late ones
 * and trials of the caller join the running generation. In place of a child that is known a configuration is drawn at random.
 * @see Beyer & Schwefel 2002, "Evolution strategies: a comprehensive introduction"; Li et al. 2013, "Mixed integer evolution
 * strategies for parameter optimization"
 */
export const evolutionStrategy = (options: EvolutionStrategyOptions = {}): AgentFactory => {
  checkOptions(options)
  return strategy({
    name: 'evolution strategy',
    objectives: 'one',
    make: (tools, saved) => {
      const { space, rng, isKnown } = tools
      const { mu, lambda, rho, selection, recombination, sigma0 } = evolutionStrategySettings(
        options,
        isDiscrete(space),
      )
      const isAlone = mu === 1 && lambda === 1
      const state = saved?.json as unknown as Progress | undefined
      const elites = selection === 'plus' ? mu : 0
      const generations = generationsOf({ parents: mu, offspring: lambda, elites }, state?.generations)
      const variation = variationOf(space, sigma0, recombination)
      /** Those of an individual that is alone. */
      let ownSteps = state?.ownSteps ?? variation.firstSteps
      const domains = domainsOf(space)
      const individualOf = ({ config, memo }: Evaluation): Individual => {
        const { steps = variation.firstSteps } = (memo ?? {}) as { readonly steps?: readonly number[] }
        return { config, steps }
      }
      return {
        propose: () => {
          if (generations.parents.length === 0) return undefined
          const chosen = rho === mu ? generations.parents : rng.shuffle(generations.parents).slice(0, rho)
          const parents = chosen.map(individualOf)
          const steps = isAlone ? ownSteps : variation.mutateSteps(variation.recombineSteps(parents), rng)
          const config = completed(space, domains, variation.breed(parents, steps, rng), rng)
          if (isKnown(config)) return undefined
          const reason = `generation ${generations.number}: child of ${chosen.length} parents, the first from trial ${chosen[0]?.trial}`
          return { config, reason, ...(!isAlone && { memo: { steps } }) }
        },
        drawn: () => ({ reason: `generation ${generations.number}: random` }),
        learn: evaluation => {
          const [parent] = generations.parents
          generations.add(evaluation)
          if (!isAlone || parent === undefined || !evaluation.own) return
          const isSuccess = generations.parents[0] !== parent
          ownSteps = variation.scaleSteps(ownSteps, successRule(isSuccess, domains.length))
        },
        save: () => ({ json: { generations: generations.save(), ownSteps } satisfies Progress as unknown as Json }),
      }
    },
  })
}

interface Progress {
  readonly generations: Json
  readonly ownSteps: readonly number[]
}

/**
 * How steps change after a child that has replaced its parent, or not: they stay where 1 in 5 succeed.
 * @see Rechenberg 1973; in the form of Hansen, Arnold & Auger 2015, "Evolution strategies", algorithm 2
 */
export const successRule = (isSuccess: boolean, n: number): number =>
  Math.exp(((isSuccess ? 1 : 0) - 1 / 5) / Math.sqrt(n + 1))
