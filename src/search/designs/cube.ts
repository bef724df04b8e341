import type { Config, Value } from '../../core/index.js'
import { type Domain, domainsOf, type Enumeration, isEnumerable, type Space } from '../../space/index.js'
import { isActiveAfter } from './prefix.js'

/** From a point of the unit cube, one axis for each parameter in declared order, to a valid configuration. */
export type FromCube = (point: ArrayLike<number>) => Config

/**
 * The inverse of the distribution that `space.sample` draws from, one parameter after the other (Rosenblatt 1952): points that
 * fill the cube evenly become configurations that fill the valid ones evenly. Where they can be enumerated, a parameter takes
 * each value in proportion to the valid configurations that have it. Otherwise all values count the same that `space.allowed`
 * finds, real parameters go by their scale, and what still breaks a constraint is repaired.
 */
export const fromCube = (space: Space): FromCube =>
  isEnumerable(space) ? amongEnumerated(space, space.enumerate()) : oneByOne(space)

const amongEnumerated = (space: Space, all: Enumeration): FromCube => {
  const domains = domainsOf(space)
  return point => {
    // The valid configurations that share all values so far lie side by side.
    let [first, end] = [0, all.length]
    for (let p = 0; p < domains.length && end - first > 1; p++) {
      const { name, indexOf } = domains[p] as Domain
      const picked = first + Math.floor((point[p] as number) * (end - first))
      // An inactive parameter comes after its last value.
      const rankAt = (i: number): number => {
        const value = all.at(i)[name]
        return value === undefined ? Number.POSITIVE_INFINITY : indexOf(value)
      }
      const rank = rankAt(picked)
      const [before, after] = [first, end]
      first = partition(before, picked, i => rankAt(i) >= rank)
      end = partition(picked + 1, after, i => rankAt(i) > rank)
    }
    return all.at(first)
  }
}

/** The first i in [low, high) with which `isAfter` holds, else high; once it holds it goes on to hold. */
const partition = (low: number, high: number, isAfter: (i: number) => boolean): number => {
  let [bottom, top] = [low, high]
  while (bottom < top) {
    const middle = (bottom + top) >> 1
    if (isAfter(middle)) top = middle
    else bottom = middle + 1
  }
  return bottom
}

/** Parameters of more values than this are taken at their place, whatever is allowed. */
const maxListed = 2 ** 12

const oneByOne = (space: Space): FromCube => {
  const domains = domainsOf(space)
  return point => {
    const config: Record<string, Value> = {}
    domains.forEach((domain, p) => {
      if (isActiveAfter(space, domains, config, p))
        config[domain.name] = valueAt(space, config, domain, point[p] as number)
    })
    return space.repair(config)
  }
}

const valueAt = (space: Space, prefix: Config, domain: Domain, place: number): Value => {
  if (domain.size === Number.POSITIVE_INFINITY) return domain.valueNear(place)
  const allowed = domain.size <= maxListed ? space.allowed(prefix) : []
  return allowed[Math.floor(place * allowed.length)] ?? domain.valueAt(Math.floor(place * domain.size))
}
