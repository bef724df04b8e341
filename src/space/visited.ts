import { type Config, ParetuneError, type Rng } from '../core/index.js'
import type { Space } from './space.js'

/** The configurations that were proposed or told, and a fair draw from all others. */
export interface Visited {
  /** Whether a valid configuration is there. */
  has(config: Config): boolean
  /** Adds a valid configuration; false where it was there already. */
  add(config: Config): boolean
  /** Adds and returns one that was not there, uniformly; undefined where none is left. */
  draw(rng: Rng): Config | undefined
  /** Its content, for `visitedOf`: the same draws follow. */
  save(): Uint8Array
}

/** Valid configurations up to which a space is enumerated, so that no draw fails before the last one is out. */
const maxEnumerated = 2 ** 20

/** An empty record for a space, or the one that `save` described. */
export const visitedOf = (space: Space, saved?: Uint8Array): Visited =>
  isEnumerable(space) ? urn(space, saved) : register(space, saved)

/** Whether its valid configurations are few enough to be held as columns. */
export const isEnumerable = (space: Space): boolean => configurationsIn(space) <= maxEnumerated

/** Number of valid configurations; Infinity also where there are too many to count. */
export const configurationsIn = (space: Space): number => {
  try {
    return space.count()
  } catch (thrown) {
    if (thrown instanceof ParetuneError && thrown.code === 'TooLarge') return Number.POSITIVE_INFINITY
    throw thrown
  }
}

/**
 * The enumerated configurations in an order of which the last part is visited (Fisher-Yates, paused after each step).
 * The order follows from the sequence of visits, which is all that is saved.
 */
const urn = (space: Space, saved?: Uint8Array): Visited => {
  const all = space.enumerate()
  const order = new Int32Array(all.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  const place = order.slice()
  let left = all.length
  const remove = (index: number): boolean => {
    const at = place[index]
    if (at === undefined || at >= left) return false
    left--
    const moved = order[left] as number
    order[at] = moved
    place[moved] = at
    order[left] = index
    place[index] = left
    return true
  }
  if (saved !== undefined) for (const index of new Int32Array(new Uint8Array(saved).buffer)) remove(index)
  return {
    has: config => (place[all.indexOf(config)] ?? left) >= left,
    add: config => remove(all.indexOf(config)),
    draw: rng => {
      if (left === 0) return undefined
      const index = order[rng.integer(0, left - 1)] as number
      remove(index)
      return all.at(index)
    },
    save: () => new Uint8Array(order.slice(left).reverse().buffer),
  }
}

/** Draws that may all be known before a space too large to enumerate counts as used up. */
const maxDraws = 10_000

/**
 * For spaces that cannot be enumerated: 53-bit hashes of configurations. Of n configurations two share a hash, and the
 * later one is then passed over, with a probability of about n^2 / 2^54.
 */
const register = (space: Space, saved?: Uint8Array): Visited => {
  const hashes = new Set<number>(saved === undefined ? [] : new Float64Array(new Uint8Array(saved).buffer))
  const add = (config: Config): boolean => {
    const before = hashes.size
    return hashes.add(hash53(space.names, config)).size > before
  }
  return {
    has: config => hashes.has(hash53(space.names, config)),
    add,
    draw: rng => {
      for (let i = 0; i < maxDraws; i++) {
        const config = space.sample(rng)
        if (add(config)) return config
      }
      return undefined
    },
    save: () => new Uint8Array(Float64Array.from(hashes).buffer),
  }
}

const double = new Float64Array(1)
const words = new Uint32Array(double.buffer)

/** Two 32-bit hashes of all values in order, mixed word by word (a fingerprint's text takes five times as long). */
const hash53 = (names: readonly string[], config: Config): number => {
  let [high, low] = [0x9e3779b9, 0x85ebca6b]
  const mix = (word: number): void => {
    high = Math.imul(high ^ word, 0xcc9e2d51)
    high ^= high >>> 15
    low = Math.imul(low ^ word, 0x1b873593)
    low ^= low >>> 13
  }
  for (const name of names) {
    const value = config[name]
    if (typeof value === 'number') {
      double[0] = value + 0 // -0 becomes 0
      mix(words[0] as number)
      mix(words[1] as number)
    } else if (typeof value === 'string') {
      mix(value.length)
      for (let i = 0; i < value.length; i++) mix(value.charCodeAt(i))
    } else {
      mix(value === undefined ? 3 : Number(value))
    }
  }
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}
