import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import type { Point } from '../../pareto/index.js'
import { checkOneOf, checkWhole, checkWithin } from '../checks.js'
import { type Directions, directionsFor } from '../directions.js'
import { type Individual, individualOf } from '../nsga2/individual.js'
import { strategy } from '../strategy.js'
import { checkVariation } from '../variation/check.js'
import { type VariationOptions, variation } from '../variation/variation.js'
import {
  frameOf,
  type Individuals,
  idealWith,
  type Method,
  neighbourhoods,
  replaces,
  scalariseBy,
} from './decomposition.js'

export interface MoeadOptions {
  /**
   * Weights of the subproblems: the most that are wanted of a lattice (see `referenceDirections`), or the weights themselves, one number of at
   * least 0 for each objective. Default 100, as in Zhang & Li 2007 for two objectives; their 300 for three want more trials than
   * tuning has.
   */
  readonly weights?: Directions
  /** What a subproblem makes of several losses. Default `tchebycheff`. */
  readonly method?: Method
  /** Of `pbi`: how much a point counts that lies beside the direction of the weights. Default 5, as in Zhang & Li 2007. */
  readonly theta?: number
  /** Subproblems with the nearest weights, among which parents are taken and children compete. Default 20, as in Zhang & Li 2007. */
  readonly neighbours?: number
  /** Chance that these are the neighbours and not all subproblems. Default 0.9, as in Li & Zhang 2009. */
  readonly delta?: number
  /** Most individuals (nr) that one child replaces. Default 2, as in Li & Zhang 2009. */
  readonly replacements?: number
  /** Default: probability 1 and eta 20 as in Zhang & Li 2007, perParameter 0.5 as in Deb's code. */
  readonly crossover?: Partial<VariationOptions['crossover']>
  /** Default: eta 20 and perParameter 1/n for n parameters, as in Zhang & Li 2007. */
  readonly mutation?: Partial<VariationOptions['mutation']>
}

/**
 * MOEA/D over parameters of every kind, for two objectives and more: the front is searched as many problems of one objective, each with
 * its own weights and one individual, and a child of two individuals of neighbouring problems takes the places of those that it beats.
 *
 * The first outcomes, as many as there are weights and whoever proposed them, are the first individuals; proposals are random until
 * they are there. It may be asked at any time: a child is bred from the individuals of now, and competes with those that are there when
 * it is told. Trials of the caller and random ones compete everywhere. Losses are seen from the ideal point in parts of the individuals'
 * ranges. Less infeasible comes before the weights, and what has no losses replaces nothing.
 * @see Zhang & Li 2007, "MOEA/D: a multiobjective evolutionary algorithm based on decomposition"; Li & Zhang 2009, "Multiobjective
 * optimization problems with complicated Pareto sets, MOEA/D and NSGA-II", for delta and nr
 */
export const moead = (options: MoeadOptions = {}): AgentFactory => {
  checkOptions(options)
  const { method = 'tchebycheff', theta = 5, neighbours = 20, delta = 0.9, replacements = 2 } = options
  return strategy({
    name: 'moead',
    objectives: 'any',
    make: ({ space, goals, rng }, saved) => {
      const weights = directionsFor('moead', 'weights', goals.names.length, options.weights ?? 100)
      const everywhere = [...weights.keys()]
      const near = neighbourhoods(weights, neighbours)
      const breed = variation(space, {
        crossover: { probability: 1, perParameter: 0.5, eta: 20, ...options.crossover },
        mutation: { perParameter: 1 / space.names.length, eta: 20, ...options.mutation },
      })
      const state = saved?.json as unknown as SavedJson | undefined
      const individuals: (Individual | null)[] = [...(state?.individuals ?? weights.map(() => null))]
      let ideal = state?.ideal ?? undefined
      /** Subproblems whose turn comes in this round, the next one last. */
      let turns = [...(state?.turns ?? [])]
      return {
        propose: () => {
          if (individuals.includes(null)) return undefined
          if (turns.length === 0) turns = rng.shuffle(everywhere)
          const subproblem = turns.pop() as number
          const isNear = rng.next() < delta
          const mates = isNear ? (near[subproblem] as number[]) : everywhere
          const [a, b] = [individuals[rng.pick(mates)] as Individual, individuals[rng.pick(mates)] as Individual]
          const memo: Memo = { subproblem, near: isNear, parents: [a.trial, b.trial] }
          const reason = `weights ${shown(weights[subproblem] as Point)}: child of trials ${a.trial} and ${b.trial}`
          return { config: breed(a.config, b.config, rng), reason, memo: memo as unknown as Json }
        },
        learn: evaluation => {
          const individual = individualOf(evaluation)
          ideal = idealWith(ideal, individual)
          const empty = individuals.indexOf(null)
          if (empty >= 0) {
            individuals[empty] = individual
            return
          }
          const memo = evaluation.memo as unknown as Memo | null
          const rivals = memo?.near ? (near[memo.subproblem] as number[]) : everywhere
          const frame = frameOf(ideal, individuals)
          const scalarise = frame ? scalariseBy(method, theta, frame) : () => 0
          let replaced = 0
          for (const rival of rng.shuffle(rivals)) {
            if (replaced === replacements) break
            const own = (losses: Point): number => scalarise(losses, weights[rival] as Point)
            if (!replaces(individual, individuals[rival] as Individual, own)) continue
            individuals[rival] = individual
            replaced++
          }
        },
        save: () => {
          const json: SavedJson = { individuals, ideal: ideal ?? null, turns }
          return { json: structuredClone(json) as unknown as Json }
        },
      }
    },
  })
}

/** What is noted with a child. */
interface Memo {
  readonly subproblem: number
  /** Its parents and its rivals are neighbours of the subproblem; otherwise anywhere. */
  readonly near: boolean
  readonly parents: readonly number[]
}

interface SavedJson {
  readonly individuals: Individuals
  readonly ideal: Point | null
  readonly turns: readonly number[]
}

const shown = (weights: Point): string => weights.map(weight => Number(weight.toFixed(2))).join(' : ')

const checkOptions = (options: MoeadOptions): void => {
  const { method = 'tchebycheff', theta = 5, neighbours = 20, delta = 0.9, replacements = 2 } = options
  checkOneOf('moead', 'method', method, ['tchebycheff', 'pbi', 'weightedSum'])
  checkWithin('moead', 'theta', theta, 0, Number.MAX_VALUE)
  checkWhole('moead', 'neighbours', neighbours, 2)
  checkWithin('moead', 'delta', delta, 0, 1)
  checkWhole('moead', 'replacements', replacements, 1)
  const { crossover = {}, mutation = {} } = options
  checkVariation('moead', { crossover, mutation })
}
