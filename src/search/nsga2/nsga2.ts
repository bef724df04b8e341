import type { AgentFactory } from '../../agents/agent.js'
import { fault, type Json, ParetuneError } from '../../core/index.js'
import { strategy } from '../strategy.js'
import { type VariationOptions, variation } from '../variation/variation.js'
import { type Individual, individualOf, type Ranked } from './individual.js'
import { survive } from './survival.js'
import { tournament } from './tournament.js'

export interface Nsga2Options {
  /** Individuals that survive a generation, and outcomes that complete one. Default 100, as in Deb et al. 2002. */
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
  checkOptions(options)
  const { population = 100, crossover, mutation } = options
  return strategy({
    name: 'nsga2',
    version: 2,
    objectives: 'any',
    make: ({ space, rng }, saved) => {
      const breed = variation(space, {
        crossover: { probability: 0.9, perParameter: 0.5, eta: 15, ...crossover },
        mutation: { perParameter: Math.min(0.5, 1 / space.names.length), eta: 20, ...mutation },
      })
      const state = saved?.json as SavedJson | undefined
      /** Survivors of the last completed generation; none before the first. */
      let parents: readonly Ranked[] =
        state?.parents.map(parent => ({ ...parent, crowding: parent.crowding ?? Infinity })) ?? []
      /** Told since then, and how many of them are this strategy's own proposals. */
      let offspring: Individual[] = [...(state?.offspring ?? [])]
      let own = state?.own ?? 0
      let generation = state?.generation ?? 0
      return {
        propose: () => {
          if (parents.length === 0) return undefined
          const [a, b] = [tournament(parents, rng), tournament(parents, rng)]
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
          offspring = []
          own = 0
          generation++
        },
        save: () => {
          const json: SavedJson = {
            parents: parents.map(parent => ({ ...parent, crowding: finiteOrNull(parent.crowding) })),
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
  readonly offspring: readonly Individual[]
  readonly own: number
  readonly generation: number
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

const checkOptions = ({ population = 100, crossover = {}, mutation = {} }: Nsga2Options): void => {
  if (!Number.isInteger(population) || population < 2) reject('a whole number of at least 2', 'population', population)
  const chances = { ...rename('crossover', crossover), ...rename('mutation', mutation) }
  for (const [name, value] of Object.entries(chances)) {
    if (name.endsWith('eta') ? !(value >= 0 && value < Infinity) : !(value >= 0 && value <= 1)) {
      reject(name.endsWith('eta') ? 'a number of at least 0' : 'a chance in [0, 1]', name, value)
    }
  }
}

const rename = (group: string, options: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [`${group}.${name}`, value]))

const reject = (expected: string, name: string, came: number): never => {
  throw new ParetuneError(fault('InvalidAgent', `nsga2: expected ${expected} for \`${name}\`, got ${came}`))
}
