import type { Config, Value } from '../core/index.js'
import { type Domain, domainsOf } from '../space/index.js'
import type { Tools } from './strategy.js'
import { completed, nearValue, settled } from './values.js'

/** Moves tried that keep the constraints, before one that breaks them is repaired. */
const maxBroken = 16
/** Moves tried for a configuration that is not known; every 16 of them it is one parameter more that moves. */
const maxKnown = 64
const perDistance = 16

export interface Moves {
  /** One parameter moved: an ordered one by a normal step of `spread` in its scale, one step at least; an unordered one anywhere. */
  random(config: Config, spread: number): Config
  /** The same from a configuration on until one is not known, by ever more parameters; undefined where none was found. */
  unknown(config: Config, spread: number): Config | undefined
}

/** Random steps from one valid configuration to another. */
export const movesOf = ({ space, rng, isKnown }: Pick<Tools, 'space' | 'rng' | 'isKnown'>): Moves => {
  const domains = domainsOf(space)
  const isMovable = ({ size, parameter }: Domain): boolean =>
    size > 1 && !(parameter.kind === 'real' && parameter.low === parameter.high)
  const movable = domains.filter(isMovable)
  const random = (config: Config, spread: number): Config => {
    const present = movable.filter(({ name }) => config[name] !== undefined)
    if (present.length === 0) return config
    for (let tries = 0; ; tries++) {
      const domain = rng.pick(present)
      const moved: Record<string, Value> = { ...config }
      moved[domain.name] = nearValue(domain, config[domain.name] as Value, spread, rng)
      if (tries === maxBroken) return completed(space, domains, moved, rng)
      const next = settled(space, domains, moved, rng)
      if (space.broken(next).length === 0) return next
    }
  }
  return {
    random,
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
