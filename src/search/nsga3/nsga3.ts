import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import type { Point } from '../../pareto/index.js'
import { checkWhole } from '../checks.js'
import { type Directions, directionsFor } from '../directions.js'
import { type Individual, individualOf } from '../nsga2/individual.js'
import { strategy } from '../strategy.js'
import { checkVariation } from '../variation/check.js'
import { type VariationOptions, variation } from '../variation/variation.js'
import type { Extent } from './normalisation.js'
import { survive } from './survival.js'

export interface Nsga3Options {
  /**
   * Reference directions: the most that are wanted of a lattice (see `referenceDirections`), or the directions themselves, one number of at
   * least 0 for each objective. Default 100: 91 for three objectives, as in Deb & Jain 2014.
   */
  readonly directions?: Directions
  /**
   * Individuals that survive a generation, and outcomes that complete one. Default: the smallest multiple of four that is not less than the
   * number of directions, as in Deb & Jain 2014.
   */
  readonly population?: number
  /** Default: probability 1 and eta 30 as in Deb & Jain 2014, perParameter 0.5 as in Deb's code. */
  readonly crossover?: Partial<VariationOptions['crossover']>
  /** Default: eta 20 and perParameter 1/n for n parameters, as in Deb & Jain 2014. */
  readonly mutation?: Partial<VariationOptions['mutation']>
}

/**
 * NSGA-III over parameters of every kind, for three objectives and more (fewer work too): as NSGA-II, but of the front that does not
 * fit, those survive that lie nearest to reference directions which others leave empty.
 *
 * The first `population` outcomes are of random configurations; every `population` further ones complete a generation. It may be asked at
 * any time: children are bred from the parents of now, whatever is still pending. Trials that the caller proposed join the running
 * generation. Every parent has its turn in random order before one has a second; feasible ones are taken as they come, others only where
 * the next one is no better.
 * @see Deb & Jain 2014, "An evolutionary many-objective optimization algorithm using reference-point-based nondominated sorting
 * approach, part I: solving problems with box constraints"; Jain & Deb 2014, part II, for constraints
 */
export const nsga3 = (options: Nsga3Options = {}): AgentFactory => {
  checkOptions(options)
  return strategy({
    name: 'nsga3',
    objectives: 'any',
    make: ({ space, goals, rng }, saved) => {
      const directions = directionsFor('nsga3', 'directions', goals.names.length, options.directions ?? 100).map(unit)
      const { population = Math.max(4, 4 * Math.ceil(directions.length / 4)) } = options
      const breed = variation(space, {
        crossover: { probability: 1, perParameter: 0.5, eta: 30, ...options.crossover },
        mutation: { perParameter: 1 / space.names.length, eta: 20, ...options.mutation },
      })
      const state = saved?.json as unknown as SavedJson | undefined
      /** Survivors of the last completed generation; none before the first. */
      let parents = state?.parents ?? []
      let extent = state?.extent ?? undefined
      /** Told since then, and how many of them are this strategy's own proposals. */
      let offspring: Individual[] = [...(state?.offspring ?? [])]
      let own = state?.own ?? 0
      let generation = state?.generation ?? 0
      /** Parents whose turn is still to come in this round, by index, the next one last. */
      let turns = [...(state?.turns ?? [])]
      const next = (): Individual => {
        if (turns.length === 0) turns = rng.shuffle([...parents.keys()])
        return parents[turns.pop() as number] as Individual
      }
      const select = (): Individual => {
        const parent = next()
        return isFeasible(parent) ? parent : better(parent, next())
      }
      return {
        propose: () => {
          if (parents.length === 0) return undefined
          const [a, b] = [select(), select()]
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
          const after = survive([...parents, ...offspring], population, directions, extent, rng)
          parents = after.survivors
          extent = after.extent
          offspring = []
          turns = []
          own = 0
          generation++
        },
        save: () => {
          const json: SavedJson = { parents, extent: extent ?? null, offspring, own, generation, turns }
          return { json: structuredClone(json) as unknown as Json }
        },
      }
    },
  })
}

interface SavedJson {
  readonly parents: readonly Individual[]
  readonly extent: Extent | null
  readonly offspring: readonly Individual[]
  readonly own: number
  readonly generation: number
  readonly turns: readonly number[]
}

const unit = (direction: Point): Point => {
  const length = Math.hypot(...direction)
  return direction.map(part => part / length)
}

const isFeasible = ({ losses, violation }: Individual): boolean => losses !== null && violation === 0

/**
 * The one with losses, then the less infeasible one, else the first.
 * @see Jain & Deb 2014, part II
 */
const better = (a: Individual, b: Individual): Individual => {
  if (a.losses === null || b.losses === null) return a.losses === null ? b : a
  return b.violation < a.violation ? b : a
}

const checkOptions = ({ population = 100, crossover = {}, mutation = {} }: Nsga3Options): void => {
  checkWhole('nsga3', 'population', population, 2)
  checkVariation('nsga3', { crossover, mutation })
}
