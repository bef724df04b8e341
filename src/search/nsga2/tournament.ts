import type { Rng } from '../../core/index.js'
import { beats, type Ranked } from './individual.js'

/**
 * Binary tournaments without replacement: every parent takes part once before one takes part again, as in Deb's code.
 * @see Goldberg & Deb 1991, "A comparative analysis of selection schemes used in genetic algorithms"
 */
export interface Tournaments {
  /** The better of the next two: the one that dominates the other, constraints first, else the one of the larger crowding distance. */
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

/**
 * As in Deb's code and in pymoo, where the paper compares ranks: of two that do not dominate each other the lonelier one wins, whatever
 * their fronts.
 */
const precedes = (a: Ranked, b: Ranked): boolean => beats(a, b) || (!beats(b, a) && a.crowding > b.crowding)
