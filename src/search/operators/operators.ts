import type { Operator, OperatorState } from '../../agents/agent.js'
import type { Config, Value } from '../../core/index.js'
import { domainsOf, type NeighbourKind } from '../../space/index.js'
import { checkWhole } from '../checks.js'
import { movesOf } from '../moves.js'
import { completed } from '../values.js'

// Single steps of search strategies, for portfolios and operator policies to choose among.

/** Leaders whose neighbours are looked at before an operator gives up. */
const MAX_LEADERS = 50
/** Draws that may be known before an operator gives up. */
const MAX_DRAWS = 100

/** A random configuration. */
export const restart = (): Operator => ({
  name: 'restart',
  propose: ({ space, rng, isKnown }) => {
    for (let draw = 0; draw < MAX_DRAWS; draw++) {
      const config = space.sample(rng)
      if (!isKnown(config)) return config
    }
    return undefined
  },
})

/** The best configuration with one parameter moved to the next value of its order (to any, without an order); where all such are known the next best one's, and so on. */
export const adjacentNeighbour = (): Operator => ({
  name: 'adjacent neighbour',
  propose: state => neighbourOfFirst(state, 'adjacent'),
})

/** The best configuration with one parameter moved to any other value; where all such are known the next best one's, and so on. */
export const hammingNeighbour = (): Operator => ({
  name: 'Hamming neighbour',
  propose: state => neighbourOfFirst(state, 'hamming'),
})

const neighbourOfFirst = (state: OperatorState, kind: NeighbourKind): Config | undefined => {
  const { space, rng, leaders, isKnown } = state
  for (const { config } of leaders.slice(0, MAX_LEADERS)) {
    const unknown = space.neighbours(config, kind).filter(neighbour => !isKnown(neighbour))
    if (unknown.length > 0) return rng.pick(unknown)
  }
  return undefined
}

export interface AmongBestOptions {
  /** How many of the best configurations it draws from. Whole, at least 1; at least 2 to cross. Default 10. */
  readonly best?: number
}

/** A neighbour, any one parameter moved by a normal step, of a configuration drawn from the best. */
export const mutation = ({ best = 10 }: AmongBestOptions = {}): Operator => {
  checkWhole('mutation', 'best', best, 1)
  return {
    name: 'mutation',
    propose: state => {
      const parents = state.leaders.slice(0, best)
      return parents.length === 0 ? undefined : movesOf(state).unknown(state.rng.pick(parents).config, NEAR)
    },
  }
}

/** Standard deviation of a step in a parameter's scale. */
const NEAR = 0.1

/** Two configurations drawn from the best, crossed parameter by parameter; a known child is moved to the nearest configuration that is not. */
export const crossover = ({ best = 10 }: AmongBestOptions = {}): Operator => {
  checkWhole('crossover', 'best', best, 2)
  return {
    name: 'crossover',
    propose: state => {
      const { space, rng, leaders, isKnown } = state
      const parents = rng.shuffle(leaders.slice(0, best))
      const [a, b] = parents
      if (a === undefined || b === undefined) return undefined
      const child: Record<string, Value> = {}
      for (const name of space.names) {
        const [first, second] = rng.next() < 0.5 ? [a, b] : [b, a]
        const value = first.config[name] ?? second.config[name]
        if (value !== undefined) child[name] = value
      }
      const config = completed(space, domainsOf(space), child, rng)
      return isKnown(config) ? movesOf(state).unknown(config, NEAR) : config
    },
  }
}

/** The best configuration once more, where measurements are noisy. */
export const remeasure = (): Operator => ({
  name: 're-measure',
  repeat: true,
  propose: ({ leaders }) => leaders[0]?.config,
})

/** Those for measurements without much noise: restart, adjacent and Hamming neighbour, mutation, crossover. */
export const standardOperators = (): readonly Operator[] => [
  restart(),
  adjacentNeighbour(),
  hammingNeighbour(),
  mutation(),
  crossover(),
]
