import type { Config, Rng, Value } from '../../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../../space/index.js'
import { roundedValue } from '../rounding.js'

/** Between configurations and positions: of an ordered parameter the place in its scale, of others the probability of each value. */
export interface Positions {
  readonly dimension: number
  /** The middle of all scales, and no value preferred. */
  readonly middle: Float64Array
  /** Values drawn at a position. They may break constraints, and conditions. */
  draw(position: Float64Array, rng: Rng): Record<string, Value>
  /** A position with the places of a configuration, and with more of the probability for its values; inactive parameters stay. */
  towards(config: Config, position: Float64Array): Float64Array
  /** Puts, in place, what has left it back into its range: places to its end, velocity turned about and halved; probabilities to a sum of 1. */
  confine(position: Float64Array, velocity: Float64Array): void
}

/** epsilon, what the other values keep of their probability where one was good. @see Strasser et al. 2016, section 3.3 */
const EPSILON = 0.75

/**
 * @see Strasser, Goodman, Sheppard & Butcher 2016, "A new discrete particle swarm optimization algorithm" (ICPSO), for probabilities as
 * positions; Clerc 2012, "Standard particle swarm optimisation", section 3.5, for the ends of places
 */
export const positionsOf = (space: Space): Positions => {
  const axes: { readonly domain: Domain; readonly slot: number; readonly width: number }[] = []
  let dimension = 0
  for (const domain of domainsOf(space)) {
    const width = domain.ordered ? 1 : domain.size
    axes.push({ domain, slot: dimension, width })
    dimension += width
  }
  const middle = new Float64Array(dimension)
  for (const { domain, slot, width } of axes) middle.fill(domain.ordered ? 0.5 : 1 / width, slot, slot + width)
  return {
    dimension,
    middle,
    draw: (position, rng) => {
      const values: Record<string, Value> = {}
      for (const { domain, slot, width } of axes) {
        values[domain.name] = domain.ordered
          ? roundedValue(domain, position[slot] as number, rng)
          : domain.valueAt(drawn(position.subarray(slot, slot + width), rng))
      }
      return values
    },
    towards: (config, position) => {
      const moved = position.slice()
      for (const { domain, slot, width } of axes) {
        const value = config[domain.name]
        if (value === undefined) continue
        if (domain.ordered) moved[slot] = domain.positionOf(value)
        else prefer(moved.subarray(slot, slot + width), domain.indexOf(value))
      }
      return moved
    },
    confine: (position, velocity) => {
      for (const { domain, slot, width } of axes) {
        if (domain.ordered) {
          const place = position[slot] as number
          if (place >= 0 && place <= 1) continue
          position[slot] = place < 0 ? 0 : 1
          velocity[slot] = (velocity[slot] as number) / -2
        } else normalise(position.subarray(slot, slot + width))
      }
    },
  }
}

/** An index, by the probabilities of all. */
const drawn = (probabilities: Float64Array, rng: Rng): number => {
  let left = rng.next()
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i] as number
    if (left < 0) return i
  }
  return probabilities.length - 1
}

/** @see Strasser et al. 2016, equation 7 */
const prefer = (probabilities: Float64Array, index: number): void => {
  let gained = 0
  for (let i = 0; i < probabilities.length; i++) {
    if (i === index) continue
    const probability = probabilities[i] as number
    probabilities[i] = EPSILON * probability
    gained += (1 - EPSILON) * probability
  }
  probabilities[index] = (probabilities[index] as number) + gained
}

const normalise = (probabilities: Float64Array): void => {
  let sum = 0
  for (let i = 0; i < probabilities.length; i++) {
    const inside = Math.max(0, Math.min(1, probabilities[i] as number))
    probabilities[i] = inside
    sum += inside
  }
  for (let i = 0; i < probabilities.length; i++)
    probabilities[i] = sum === 0 ? 1 / probabilities.length : (probabilities[i] as number) / sum
}
