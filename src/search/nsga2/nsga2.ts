import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { checkWhole } from '../checks.js'
import { frontPopulationFor } from '../population-size.js'
import { strategy } from '../strategy.js'
import { checkVariation } from '../variation/check.js'
import { type VariationOptions, variation } from '../variation/variation.js'
import { type Individual, individualOf, type Ranked } from './individual.js'
import { survive } from './survival.js'
import { tournamentsOf } from './tournament.js'

export interface Nsga2Options {
  /**
   * Individuals that survive a generation, and outcomes that complete one. Whole, at least 2. Default 100, as in Deb et al. 2002, but a 20th of the
   * budget's trials at most, and 20 at least.
   */
  readonly population?: number
  /** Default: probability 0.9 and eta 15 as in pymoo, perParameter 0.5 as in Deb's code. */
  readonly crossover?: Partial<VariationOptions['crossover']>
  /** Default: eta 20 as in Deb et al. 2002, perParameter min(1/2, 1/n) for n parameters as in pymoo. */
  readonly mutation?: Partial<VariationOptions['mutation']>
}

/**
 * NSGA-II over parameters of every kind, for any number of objectives.
 *
 * The first `population` outcomes are of random configurations; every `population` further ones complete a generation.
 * It may be asked at any time: children are bred from the parents of now, whatever is still pending. Trials that the
 * caller proposed join the running generation. No configuration is proposed twice; what breeding does not find anew is
 * drawn at random, and once a space is used up nothing is proposed.
 * @see Deb, Pratap, Agarwal & Meyarivan 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II"
 */
export const nsga2 = (options: Nsga2Options = {}): AgentFactory => {
  const { crossover = {}, mutation = {} } = options
  if (options.population !== undefined) checkWhole('nsga2', 'population', options.population, 2)
  checkVariation('nsga2', { crossover, mutation })
  return strategy({
    name: 'nsga2',
    version: 3,
    objectives: 'any',
    make: ({ space, rng, budget }, saved) => {
      const { population = frontPopulationFor(budget) } = options
      const breed = variation(space, {
        crossover: { probability: 0.9, perParameter: 0.5, eta: 15, ...crossover },
        mutation: { perParameter: Math.min(0.5, 1 / space.names.length), eta: 20, ...mutation },
      })
      const state = saved?.json as SavedJson | undefined
      /** Survivors of the last completed generation; none before the first. */
      let parents: readonly Ranked[] =
        state?.parents.map(parent => ({ ...parent, crowding: parent.crowding ?? Infinity })) ?? []
      let tournaments = tournamentsOf(parents, rng, state?.waiting)
      /** Told since then, and how many of them are this strategy's own proposals. */
      let offspring: Individual[] = [...(state?.offspring ?? [])]
      let own = state?.own ?? 0
      let generation = state?.generation ?? 0
      return {
        propose: () => {
          if (parents.length === 0) return undefined
          const [a, b] = [tournaments.winner(), tournaments.winner()]
          return {
            config: breed(a.config, b.config, rng),
            reason: `generation ${generation}: child of trials ${a.trial} and ${b.trial}`,
            memo: { generation, parents: [a.trial, b.trial] },
          }
        },
        drawn: () => ({ reason: `generation ${generation}: random`, memo: { generation, parents: [] } }),
        learn: evaluation => {
          offspring.push(individualOf(evaluation))
          if (evaluation.own) own++
          if (own < population) return
          parents = survive([...parents, ...offspring], population)
          tournaments = tournamentsOf(parents, rng)
          offspring = []
          own = 0
          generation++
        },
        save: () => {
          const json: SavedJson = {
            parents: parents.map(parent => ({ ...parent, crowding: finiteOrNull(parent.crowding) })),
            waiting: tournaments.save(),
            offspring,
            own,
            generation,
          }
          return { json: structuredClone(json) as unknown as Json }
        },
      }
    },
  })
}

interface SavedJson {
  readonly parents: readonly (Omit<Ranked, 'crowding'> & { readonly crowding: number | null })[]
  readonly waiting: readonly number[]
  readonly offspring: readonly Individual[]
  readonly own: number
  readonly generation: number
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)
