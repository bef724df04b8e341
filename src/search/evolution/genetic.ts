import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Rng, Value } from '../../core/index.js'
import { type Domain, domainsOf } from '../../space/index.js'
import { checkOneOf, checkWhole, checkWithin } from '../checks.js'
import type { Evaluation } from '../evaluation.js'
import { populationFor } from '../population-size.js'
import { strategy } from '../strategy.js'
import { completed, nearValue, otherValue } from '../values.js'
import { generationsOf } from './generations.js'

export interface GeneticOptions {
  /** Parents, and outcomes that complete a generation. Whole, at least 2. Default: 20, as Kernel Tuner's tuned settings have it, but a 20th of the budget's trials at most, and 10 at least. */
  readonly population?: number
  /** How two parents are crossed: cut at one place, in declared order, or each parameter from either. Default `onePoint` (Kernel Tuner, tuned). */
  readonly crossover?: 'onePoint' | 'uniform'
  /** Chance that two parents are crossed at all; otherwise the child begins as a copy of the first. Default 0.9. */
  readonly crossoverChance?: number
  /** Chance of each parameter to be mutated. Default 0.2 (Kernel Tuner, tuned). */
  readonly mutationChance?: number
  /** Chance that a mutated ordered parameter takes a value near its own; otherwise any other. Default 0.5. */
  readonly nearChance?: number
  /** Individuals of which the best becomes a parent. Whole, at least 1. Default 2. */
  readonly tournament?: number
  /** The best parents that may outlive their generation. Whole, 0 to `population`. Default: all, where they are better than their children. */
  readonly elites?: number
}

/**
 * A genetic algorithm for one objective, over parameters of every kind: tournaments, crossover, mutation, elitism.
 *
 * The first `population` outcomes are of random configurations, every `population` further ones complete a generation. It may be
 * asked at any time: children are bred from the parents of now, whatever is still pending. Trials of the caller join the running
 * generation. In place of a child that is known a configuration is drawn at random.
 * @see Holland 1975, "Adaptation in natural and artificial systems"; Goldberg 1989; van Werkhoven 2019, "Kernel Tuner", for the use
 */
export const genetic = (options: GeneticOptions = {}): AgentFactory => {
  const settings = settingsOf(options)
  return strategy({
    name: 'genetic',
    objectives: 'one',
    make: (tools, saved) => {
      const { rng, isKnown } = tools
      const population = settings.population ?? populationFor(20, tools.budget)
      const { elites = population } = settings
      const breed = breeding(tools.space, settings)
      const generations = generationsOf({ parents: population, offspring: population, elites }, saved?.json)
      const select = (): Evaluation => {
        const { parents } = generations
        // The parents are sorted: the best one of a tournament is the one of the lowest index.
        let best = rng.integer(0, parents.length - 1)
        for (let i = 1; i < settings.tournament; i++) best = Math.min(best, rng.integer(0, parents.length - 1))
        return parents[best] as Evaluation
      }
      return {
        propose: () => {
          if (generations.parents.length === 0) return undefined
          const [a, b] = [select(), select()]
          const config = breed(a.config, b.config, rng)
          if (isKnown(config)) return undefined
          return { config, reason: `generation ${generations.number}: child of trials ${a.trial} and ${b.trial}` }
        },
        drawn: () => ({ reason: `generation ${generations.number}: random` }),
        learn: generations.add,
        save: () => ({ json: generations.save() }),
      }
    },
  })
}

/** Standard deviation of a mutation to a near value, in a parameter's scale. */
const NEAR = 0.1
/**
 * Of a real parameter without a step it is halved up to so many times, each length as likely as any other, so that the search becomes
 * finer without end. @see Mühlenbein & Schlierkamp-Voosen 1993, "Predictive models for the breeder genetic algorithm"
 */
const HALVINGS = 15

/** Breeds valid children. */
const breeding = (space: Parameters<typeof completed>[0], settings: GeneticSettings) => {
  const { crossover, crossoverChance, mutationChance, nearChance } = settings
  const domains = domainsOf(space)
  const mutated = (domain: Domain, value: Value, rng: Rng): Value => {
    if (domain.size === Number.POSITIVE_INFINITY)
      return nearValue(domain, value, rng.next() < nearChance ? NEAR * 2 ** (-HALVINGS * rng.next()) : 1, rng)
    return domain.ordered && rng.next() < nearChance
      ? nearValue(domain, value, NEAR, rng)
      : otherValue(domain, value, rng)
  }
  return (a: Config, b: Config, rng: Rng): Config => {
    const isCrossed = rng.next() < crossoverChance
    const cut = isCrossed && crossover === 'onePoint' ? rng.integer(1, Math.max(1, domains.length - 1)) : domains.length
    const child: Record<string, Value> = {}
    for (let p = 0; p < domains.length; p++) {
      const domain = domains[p] as Domain
      const { name } = domain
      const isOther = isCrossed && (crossover === 'uniform' ? rng.next() < 0.5 : p >= cut)
      const value = isOther ? (b[name] ?? a[name]) : (a[name] ?? b[name])
      if (value === undefined) continue
      child[name] = rng.next() < mutationChance ? mutated(domain, value, rng) : value
    }
    return completed(space, domains, child, rng)
  }
}

type GeneticSettings = Required<Omit<GeneticOptions, 'population' | 'elites'>> & {
  readonly population: number | undefined
  readonly elites: number | undefined
}

const settingsOf = (options: GeneticOptions): GeneticSettings => {
  const { population, crossover = 'onePoint', crossoverChance = 0.9, mutationChance = 0.2 } = options
  const { nearChance = 0.5, tournament = 2, elites } = options
  if (population !== undefined) checkWhole('genetic', 'population', population, 2)
  checkOneOf('genetic', 'crossover', crossover, ['onePoint', 'uniform'])
  checkWithin('genetic', 'crossoverChance', crossoverChance, 0, 1)
  checkWithin('genetic', 'mutationChance', mutationChance, 0, 1)
  checkWithin('genetic', 'nearChance', nearChance, 0, 1)
  checkWhole('genetic', 'tournament', tournament, 1)
  if (elites !== undefined) checkWhole('genetic', 'elites', elites, 0)
  return { population, crossover, crossoverChance, mutationChance, nearChance, tournament, elites }
}
