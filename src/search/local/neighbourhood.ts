import type { Config } from '../../core/index.js'
import { type Domain, domainsOf, type NeighbourKind } from '../../space/index.js'
import { checkOneOf, checkWithin } from '../checks.js'
import { compareEvaluations } from '../evaluation.js'
import type { Place } from '../memory.js'
import type { Ground } from './walk.js'

export interface NeighbourhoodOptions {
  /**
   * One parameter moved: to the next value of its order (`adjacent`; a choice to any other), to any other value (`hamming`), or to any
   * other one where it has at most six and to the next one where it has more (`mixed`).
   */
  readonly neighbours: NeighbourKind
  /** Which neighbours are tried first: those near to good configurations (`promising`), or any (`random`). */
  readonly order: 'promising' | 'random'
  /** Least step of a real parameter in its scale, but for `hamming` neighbours. */
  readonly precision: number
}

/** Options of a neighbourhood, checked and with their defaults. */
export const neighbourhoodOptions = (
  owner: string,
  { neighbours = 'mixed', order = 'promising', precision = 1 / 1024 }: Partial<NeighbourhoodOptions>,
): NeighbourhoodOptions => {
  checkOneOf(owner, 'neighbours', neighbours, ['adjacent', 'hamming', 'mixed'])
  checkOneOf(owner, 'order', order, ['promising', 'random'])
  checkWithin(owner, 'precision', precision, 1e-12, 1)
  return { neighbours, order, precision }
}

/** Nearest known configurations that say what a neighbour promises. */
const NEAREST = 5
/** Configurations among which they are sought: those told last, so that the time does not grow with the trials. */
const RECENT = 200

/**
 * Puts configurations in the order in which they are to be tried. What one promises is the mean rank, the best being 0, of the five known
 * configurations that are nearest to it, each weighted by the inverse of its squared distance; what failed ranks last. Among equals
 * chance decides.
 *
 * A candidate list in the sense of Glover 1989, section 4; distances and weights as in the interpolation of Shepard 1968, "A
 * two-dimensional interpolation function for irregularly-spaced data".
 */
export const orderOf = (
  { space, rng, memory }: Pick<Ground, 'space' | 'rng' | 'memory'>,
  order: NeighbourhoodOptions['order'],
): ((configs: readonly Config[]) => readonly Config[]) => {
  if (order === 'random') return configs => rng.shuffle(configs)
  const domains = domainsOf(space)
  const placesOf = (config: Config): Float64Array => Float64Array.from(domains, domain => placeOf(domain, config))
  const made = new WeakMap<Config, Float64Array>()
  const placesOfKnown = ({ config }: Place): Float64Array => {
    const places = made.get(config) ?? placesOf(config)
    made.set(config, places)
    return places
  }
  const isOrdered = Uint8Array.from(domains, ({ ordered }) => Number(ordered))
  return configs => {
    const ranked = [...memory.recent(RECENT)].sort(compareEvaluations)
    const known = ranked.map(placesOfKnown)
    const promise = (config: Config): number => {
      const nearest = new Float64Array(NEAREST).fill(Number.POSITIVE_INFINITY)
      const ranks = new Float64Array(NEAREST)
      const here = placesOf(config)
      for (let rank = 0; rank < known.length; rank++)
        insert(nearest, ranks, distance(here, known[rank] as Float64Array, isOrdered), rank)
      let [sum, weights] = [0, 0]
      for (let i = 0; i < NEAREST && (nearest[i] as number) < Number.POSITIVE_INFINITY; i++) {
        const weight = (nearest[i] as number) ** -2
        sum += weight * (ranks[i] as number)
        weights += weight
      }
      return sum / weights
    }
    return rng
      .shuffle(configs)
      .map(config => ({ config, promise: promise(config) }))
      .sort((a, b) => a.promise - b.promise)
      .map(({ config }) => config)
  }
}

/** -1 where it is inactive. */
const placeOf = (domain: Domain, config: Config): number => {
  const value = config[domain.name]
  return value === undefined ? -1 : domain.positionOf(value)
}

/** Of a parameter that differs a half, and of an ordered one half of how far in its scale it differs; of others and of inactive ones 1. */
const distance = (a: Float64Array, b: Float64Array, isOrdered: Uint8Array): number => {
  let sum = 0
  for (let p = 0; p < a.length; p++) {
    const x = a[p] as number
    const y = b[p] as number
    if (x !== y) sum += isOrdered[p] === 1 && x >= 0 && y >= 0 ? 0.5 + 0.5 * Math.abs(x - y) : 1
  }
  return sum
}

/** Keeps the nearest in order. */
const insert = (nearest: Float64Array, ranks: Float64Array, distance: number, rank: number): void => {
  let i = nearest.length - 1
  if (distance >= (nearest[i] as number)) return
  for (; i > 0 && distance < (nearest[i - 1] as number); i--) {
    nearest[i] = nearest[i - 1] as number
    ranks[i] = ranks[i - 1] as number
  }
  nearest[i] = distance
  ranks[i] = rank
}
