import type { Rng } from '../../core/index.js'
import type { Ranked } from './individual.js'

/**
 * Binary tournaments without replacement: every parent takes part once before one takes part again, as in Deb's code.
 * @see Goldberg & Deb 1991, "A comparative analysis of selection schemes used in genetic algorithms"
 */
export interface Tournaments {
  /** The better of the next two by the crowded comparison: lower rank, then larger crowding distance. */
  winner(): Ranked
  /** Indices of those that still have to take part, for `tournamentsOf`. */
  save(): readonly number[]
}

export const tournamentsOf = (parents: readonly Ranked[], rng: Rng, saved: readonly number[] = []): Tournaments => {
  const indices = [...parents.keys()]
  let waiting = [...saved]
  const next = (): Ranked => {
    if (waiting.length === 0) waiting = rng.shuffle(indices)
    return parents[waiting.pop() as number] as Ranked
  }
  return {
    winner: () => {
      const [a, b] = [next(), next()]
      return precedes(b, a) ? b : a
    },
    save: () => [...waiting],
  }
}

/** @see Deb et al. 2002, section III-B */
const precedes = (a: Ranked, b: Ranked): boolean => a.rank < b.rank || (a.rank === b.rank && a.crowding > b.crowding)
