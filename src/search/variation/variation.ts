import type { Config, Rng, Value } from '../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../space/index.js'
import { completed, otherValue, shifted } from '../values.js'
import { polynomial } from './polynomial.js'
import { simulatedBinary } from './simulated-binary.js'

export interface VariationOptions {
  readonly crossover: {
    /** Chance that two parents are crossed at all; otherwise the child starts as a copy of the first. */
    readonly probability: number
    /** Chance of each parameter to be crossed then. */
    readonly perParameter: number
    readonly eta: number
  }
  readonly mutation: {
    /** Chance of each parameter to be mutated. */
    readonly perParameter: number
    readonly eta: number
  }
}

/**
 * Breeds valid children over parameters of every kind. Ordered ones (real, integer, ordinal) are varied at their place in
 * their scale and rounded; choices and flags are taken from either parent, and reset at random. A value that is not varied
 * is copied as it is. Parameters that a child's own values switch off are dropped, those switched on are drawn at random,
 * and what breaks a constraint of the space is repaired.
 */
export const variation = (space: Space, { crossover, mutation }: VariationOptions) => {
  const domains = domainsOf(space)
  return (a: Config, b: Config, rng: Rng): Config => {
    const crossed = rng.next() < crossover.probability
    const child: Record<string, Value> = {}
    for (const domain of domains) {
      const [mine, other] = [a[domain.name], b[domain.name]]
      let value = mine ?? other
      if (value === undefined) continue
      if (crossed && mine !== undefined && other !== undefined && rng.next() < crossover.perParameter) {
        value = domain.ordered ? blend(domain, mine, other, crossover.eta, rng) : other
      }
      if (rng.next() < mutation.perParameter) {
        value = domain.ordered ? nudge(domain, value, mutation.eta, rng) : otherValue(domain, value, rng)
      }
      child[domain.name] = value
    }
    return completed(space, domains, child, rng)
  }
}

const blend = (domain: Domain, a: Value, b: Value, eta: number, rng: Rng): Value =>
  a === b ? a : domain.valueNear(simulatedBinary(domain.positionOf(a), domain.positionOf(b), eta, rng))

/** Polynomial mutation; where rounding would undo it, one step in its direction (or the other way at an end). */
const nudge = (domain: Domain, value: Value, eta: number, rng: Rng): Value => {
  const place = domain.positionOf(value)
  const moved = polynomial(place, eta, rng)
  const rounded = domain.valueNear(moved)
  if (rounded !== value || domain.size === 1 || domain.size === Number.POSITIVE_INFINITY) return rounded
  return shifted(domain, value, moved < place ? -1 : 1)
}
