import seedrandom from 'seedrandom'
import type { Json } from './json.js'

/**
 * The only source of randomness. A stream is named by its path: `fork` depends on the path alone, never on how many
 * numbers were drawn, so that adding a draw in one place changes no other.
 */
export interface Rng {
  /** Uniform in [0, 1), 32 bits. */
  next(): number
  /** Uniform whole number in [low, high], both ends included. */
  integer(low: number, high: number): number
  /** Normal with the given mean and standard deviation (Box-Muller, the cosine half: no hidden second number). */
  normal(mean?: number, std?: number): number
  /** One element, uniformly. The list must not be empty. */
  pick<T>(items: readonly T[]): T
  /** A new list in random order (Fisher-Yates). */
  shuffle<T>(items: readonly T[]): T[]
  /** An independent stream named `path/name`. */
  fork(name: string): Rng
  /** Everything needed to go on later, for `restoreRng`. */
  state(): Json
}

/** A stream from a seed. The generator is Alea (Baagoe), as packaged by seedrandom. */
export const makeRng = (seed: number | string): Rng =>
  stream(String(seed), seedrandom.alea(String(seed), { state: true }))

/** The stream that `rng.state()` described. */
export const restoreRng = (state: Json): Rng => {
  const { path, alea } = state as unknown as { path: string; alea: seedrandom.State.Alea }
  return stream(path, seedrandom.alea('', { state: alea }))
}

const stream = (path: string, generator: seedrandom.StatefulPRNG<seedrandom.State.Alea>): Rng => {
  const next = (): number => generator()
  const integer = (low: number, high: number): number => low + Math.floor(generator() * (high - low + 1))
  return {
    next,
    integer,
    normal: (mean = 0, std = 1) =>
      mean + std * Math.sqrt(-2 * Math.log(1 - generator())) * Math.cos(2 * Math.PI * generator()),
    pick: <T>(items: readonly T[]): T => {
      if (items.length === 0) throw new RangeError('expected a list with at least one element to pick from, got none')
      return items[integer(0, items.length - 1)] as T
    },
    shuffle: <T>(items: readonly T[]): T[] => {
      const result = [...items]
      for (let i = result.length - 1; i > 0; i--) {
        const j = integer(0, i)
        const held = result[i] as T
        result[i] = result[j] as T
        result[j] = held
      }
      return result
    },
    fork: name => makeRng(`${path}/${name}`),
    state: () => ({ path, alea: generator.state() as unknown as Json }),
  }
}
