import type { Config, Rng, Value } from '../../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../../space/index.js'
import { roundedValue } from '../rounding.js'

/** base + F (a - b) + F (c - d) + ... */
export interface Mutant {
  readonly base: Config
  /** a, b, c, d, ... */
  readonly differences: readonly Config[]
}

/**
 * Crosses a target with a mutant, binomially: of each parameter the mutant's value with a chance of CR, of one at least.
 *
 * Ordered parameters (real, integer, ordinal) move at their place in their scale and are rounded to either
 * of the next values, the nearer the likelier. Choices and flags have no
 * differences: where a and b differ, a's value is taken with a chance of F. What the base lacks is the target's, and where one
 * of a and b lacks a value there is no difference. The result may break constraints, and conditions.
 * @see Storn & Price 1997, section 2
 */
export const trialVectors = (space: Space) => {
  const domains = domainsOf(space)
  return (target: Config, mutant: Mutant, F: () => number, CR: number, rng: Rng): Record<string, Value> => {
    const crossed: Record<string, Value> = {}
    const certain = rng.integer(0, domains.length - 1)
    for (let p = 0; p < domains.length; p++) {
      const domain = domains[p] as Domain
      const { name } = domain
      const isCrossed = rng.next() < CR || p === certain
      const value = isCrossed ? mutated(domain, target[name], mutant, F, rng) : target[name]
      if (value !== undefined) crossed[name] = value
    }
    return crossed
  }
}

const mutated = (
  domain: Domain,
  current: Value | undefined,
  { base, differences }: Mutant,
  F: () => number,
  rng: Rng,
): Value | undefined => {
  const { name, ordered } = domain
  const start = base[name] ?? current
  if (start === undefined) return undefined
  let value = start
  let move = 0
  for (let d = 0; d < differences.length; d += 2) {
    const [a, b] = [differences[d]?.[name], differences[d + 1]?.[name]]
    if (a === undefined || b === undefined || a === b) continue
    if (ordered) move += F() * (domain.positionOf(a) - domain.positionOf(b))
    else if (rng.next() < F()) value = a
  }
  if (move === 0) return value
  const [from, target] = [domain.positionOf(start), domain.positionOf(current ?? start)]
  return roundedValue(domain, inside(from + move, target), rng)
}

/** Beyond an end of the scale: half way from the target to that end. @see Zhang & Sanderson 2009, section V */
const inside = (place: number, target: number): number =>
  place < 0 ? target / 2 : place > 1 ? (1 + target) / 2 : place
