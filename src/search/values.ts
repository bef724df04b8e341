import type { Config, Rng, Value } from '../core/index.js'
import type { Domain, Space } from '../space/index.js'

// What strategies do with the values of single parameters.

/** Any value, uniformly; of a real parameter without a step uniformly in its scale. */
const anyValue = ({ size, valueAt, valueNear }: Domain, rng: Rng): Value =>
  size === Number.POSITIVE_INFINITY ? valueNear(rng.next()) : valueAt(rng.integer(0, size - 1))

/** Another value of a discrete parameter, uniformly; the same where it is the only one. */
export const otherValue = ({ size, indexOf, valueAt }: Domain, value: Value, rng: Rng): Value => {
  if (size === 1) return value
  const index = rng.integer(0, size - 2)
  return valueAt(index < indexOf(value) ? index : index + 1)
}

/** The value `step` places further, a step of at least one being taken; where that passes an end, as far the other way. */
export const shifted = ({ size, indexOf, valueAt }: Domain, value: Value, step: number): Value => {
  const index = indexOf(value)
  const next = index + step
  const mirrored = next < 0 ? -next : next >= size ? 2 * (size - 1) - next : next
  return valueAt(Math.max(0, Math.min(size - 1, mirrored)))
}

/** What is 0 to 1 away from a place, mirrored at the ends where it passes them. */
export const mirrored = (place: number): number => {
  const folded = Math.abs(place) % 2
  return folded > 1 ? 2 - folded : folded
}

/** The value at a distance in the scale of an ordered parameter, mirrored at its ends. */
export const displacedValue = ({ positionOf, valueNear }: Domain, value: Value, distance: number): Value =>
  valueNear(mirrored(positionOf(value) + distance))

/**
 * A value near to another: in a parameter's scale a normal step of standard deviation `spread`, which takes a discrete parameter to
 * the next value at least; of unordered ones any other.
 */
export const nearValue = (domain: Domain, value: Value, spread: number, rng: Rng): Value => {
  if (!domain.ordered) return otherValue(domain, value, rng)
  const step = spread * rng.normal()
  const near = displacedValue(domain, value, step)
  if (near !== value || domain.size === 1 || domain.size === Number.POSITIVE_INFINITY) return near
  return shifted(domain, value, step < 0 ? -1 : 1)
}

/**
 * A valid configuration of values that were put together one by one: `settled`, and what breaks a constraint is repaired.
 * `values` is used up.
 */
export const completed = (space: Space, domains: readonly Domain[], values: Record<string, Value>, rng: Rng): Config =>
  space.repair(settled(space, domains, values, rng))

/** Draws that may break a constraint, before one is repaired. */
const maxBroken = 16

/** A valid configuration of values that are drawn together: the first that keeps the constraints, else another draw, repaired. */
export const drawnValid = (
  space: Space,
  domains: readonly Domain[],
  rng: Rng,
  draw: () => Record<string, Value>,
): Config => {
  for (let tries = 0; tries < maxBroken; tries++) {
    const config = settled(space, domains, draw(), rng)
    if (space.broken(config).length === 0) return config
  }
  return completed(space, domains, draw(), rng)
}

/** Drops, in place, the values of parameters that are not active, and draws those that are active and missing at random. */
export const settled = (space: Space, domains: readonly Domain[], values: Record<string, Value>, rng: Rng): Config => {
  // What one pass drops or fills in may switch others, declared later, on or off.
  for (let isChanged = true; isChanged; ) {
    isChanged = false
    const active = space.active(values)
    let next = 0
    for (let p = 0; p < domains.length; p++) {
      const domain = domains[p] as Domain
      const isActive = active[next] === domain.name
      if (isActive) next++
      if (isActive === (values[domain.name] !== undefined)) continue
      if (isActive) values[domain.name] = anyValue(domain, rng)
      else delete values[domain.name]
      isChanged = true
    }
  }
  return values
}
