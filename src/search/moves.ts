import type { Config, Value } from '../core/index.js'
import { type Domain, domainsOf } from '../space/index.js'
import type { Tools } from './strategy.js'
import { displacedValue, drawnValid, nearValue, otherValue } from './values.js'

/** Moves tried for a configuration that is not known; every 16 of them it is one parameter more that moves. */
const maxKnown = 64
const perDistance = 16

export interface Moves {
  /**
   * So many parameters moved, by default one: an ordered one by a normal step of `spread` in its scale, one step at least; an unordered
   * one anywhere.
   */
  random(config: Config, spread: number, count?: number): Config
  /**
   * All parameters displaced: ordered ones by a uniform step of up to `reach` in their scale, unordered ones anywhere with a
   * probability of `reach`; where that displaces none, one of them as by `random`.
   */
  displaced(config: Config, reach: number): Config
  /** The same as `random` from a configuration on until one is not known, by ever more parameters; undefined where none was found. */
  unknown(config: Config, spread: number): Config | undefined
}

/** Random steps from one valid configuration to another. */
export const movesOf = ({ space, rng, isKnown }: Pick<Tools, 'space' | 'rng' | 'isKnown'>): Moves => {
  const domains = domainsOf(space)
  const isMovable = ({ size, parameter }: Domain): boolean =>
    size > 1 && !(parameter.kind === 'real' && parameter.low === parameter.high)
  const movable = domains.filter(isMovable)
  const random = (config: Config, spread: number, count = 1): Config => {
    const present = movable.filter(({ name }) => config[name] !== undefined)
    if (present.length === 0) return config
    return drawnValid(space, domains, rng, () => {
      const moved: Record<string, Value> = { ...config }
      for (let rest = present, i = 0; i < count && rest.length > 0; i++) {
        const domain = rng.pick(rest)
        moved[domain.name] = nearValue(domain, config[domain.name] as Value, spread, rng)
        rest = i + 1 < count ? rest.filter(other => other !== domain) : []
      }
      return moved
    })
  }
  const displaced = (config: Config, reach: number): Config => {
    const moved = drawnValid(space, domains, rng, () => {
      const values: Record<string, Value> = { ...config }
      for (const domain of movable) {
        const value = config[domain.name]
        if (value === undefined) continue
        if (domain.ordered) values[domain.name] = displacedValue(domain, value, reach * (2 * rng.next() - 1))
        else if (rng.next() < reach) values[domain.name] = otherValue(domain, value, rng)
      }
      return values
    })
    return space.fingerprint(moved) === space.fingerprint(config) ? random(config, reach) : moved
  }
  return {
    random,
    displaced,
    unknown: (config, spread) => {
      for (let tries = 0; tries < maxKnown; tries++) {
        let moved = config
        for (let move = 0; move <= tries / perDistance; move++) moved = random(moved, spread)
        if (!isKnown(moved)) return moved
      }
      return undefined
    },
  }
}
