import type { Rng } from '../../core/index.js'
import type { Ranked } from './individual.js'

/** The better of two random parents by the crowded comparison: lower rank, then larger crowding distance. */
export const tournament = (parents: readonly Ranked[], rng: Rng): Ranked => {
  const [a, b] = [rng.pick(parents), rng.pick(parents)]
  return precedes(b, a) ? b : a
}

/** @see Deb et al. 2002, section III-B */
const precedes = (a: Ranked, b: Ranked): boolean => a.rank < b.rank || (a.rank === b.rank && a.crowding > b.crowding)
