import type { AgentFactory } from '../../agents/agent.js'
import type { Json, Rng } from '../../core/index.js'
import { checkWhole } from '../checks.js'
import { beats, type Individual, individualOf } from '../nsga2/individual.js'
import { frontPopulationFor } from '../population-size.js'
import { strategy } from '../strategy.js'
import { checkVariation } from '../variation/check.js'
import { type VariationOptions, variation } from '../variation/variation.js'
import { Crowd } from './crowd.js'

export interface SmsEmoaOptions {
  /** Individuals that are kept. Whole, at least 2. Default 100, as in Beume et al. 2007, but a 20th of the budget's trials at most, and 20 at least. */
  readonly population?: number
  /** Default: probability 0.9 and eta 15, perParameter 0.5, as in `nsga2`. */
  readonly crossover?: Partial<VariationOptions['crossover']>
  /** Default: eta 20, perParameter min(1/2, 1/n) for n parameters, as in `nsga2`. */
  readonly mutation?: Partial<VariationOptions['mutation']>
}

/**
 * SMS-EMOA over parameters of every kind, for two or three objectives (any number works): a population that grows by one and loses
 * the one that adds least to its hypervolume.
 *
 * The first configurations are random, until `population` outcomes are told; from then on each outcome, whichever trial it is of and
 * whoever proposed it, takes the place of the least one.
 * @see Beume, Naujoks & Emmerich 2007, "SMS-EMOA: multiobjective selection based on dominated hypervolume"
 */
export const smsEmoa = (options: SmsEmoaOptions = {}): AgentFactory => {
  const { crossover = {}, mutation = {} } = options
  if (options.population !== undefined) checkWhole('smsEmoa', 'population', options.population, 2)
  checkVariation('smsEmoa', { crossover, mutation })
  return strategy({
    name: 'sms-emoa',
    objectives: 'any',
    make: ({ space, rng, budget }, saved) => {
      const { population = frontPopulationFor(budget) } = options
      const breed = variation(space, {
        crossover: { probability: 0.9, perParameter: 0.5, eta: 15, ...crossover },
        mutation: { perParameter: Math.min(0.5, 1 / space.names.length), eta: 20, ...mutation },
      })
      const state = saved?.json as unknown as SavedJson | undefined
      const crowd = new Crowd(state?.parents ?? [])
      return {
        propose: () => {
          const parents = crowd.individuals
          if (parents.length < population) return undefined
          const [a, b] = [tournament(parents, rng), tournament(parents, rng)]
          return {
            config: breed(a.config, b.config, rng),
            reason: `child of trials ${a.trial} and ${b.trial}`,
            memo: { parents: [a.trial, b.trial] },
          }
        },
        drawn: () => ({ reason: 'random', memo: { parents: [] } }),
        learn: evaluation => {
          crowd.add(individualOf(evaluation))
          if (crowd.individuals.length > population) crowd.drop()
        },
        save: () => ({ json: structuredClone({ parents: crowd.individuals }) as unknown as Json }),
      }
    },
  })
}

interface SavedJson {
  readonly parents: readonly Individual[]
}

/**
 * One of two random parents: the one that dominates the other, else the first. The paper draws parents uniformly, which on ZDT3 and
 * ZDT4 lost parts of the front in some of five runs; tournaments are those of pymoo's SMS-EMOA.
 */
const tournament = (parents: readonly Individual[], rng: Rng): Individual => {
  const [a, b] = [rng.pick(parents), rng.pick(parents)]
  return beats(b, a) ? b : a
}
