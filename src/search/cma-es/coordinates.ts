import type { Config } from '../../core/index.js'
import { type Domain, domainsOf, type Space } from '../../space/index.js'

/** A coordinate in which places of a real axis are rounded to the values of a parameter. */
export interface Steps {
  readonly slot: number
  /** The place at which rounding goes over from value `index` to the next one. */
  threshold(index: number): number
  /** Which value a place is rounded to. */
  indexAt(place: number): number
  readonly size: number
}

/** Neighbouring coordinates of which the largest one decides among unordered alternatives. */
export interface Alternatives {
  readonly slot: number
  readonly size: number
}

/** Between configurations and the unbounded points that CMA-ES samples. */
export interface Coordinates {
  readonly dimension: number
  readonly steps: readonly Steps[]
  readonly alternatives: readonly Alternatives[]
  /** The configuration of any point. It may break constraints. */
  decode(point: Float64Array): Config
  /** A point of which `decode` makes this configuration: `near`, moved in what `near` does not say already. */
  encode(config: Config, near: Float64Array): Float64Array
}

/**
 * The layout is that of `space.encode`: one coordinate in [0, 1] for each parameter, one for each alternative of a choice. Reals are
 * kept in their range by folding what lies beyond; what is discrete needs nothing, its first and last values reach to infinity.
 */
export const coordinatesOf = (space: Space): Coordinates => {
  const folded: number[] = []
  const steps: Steps[] = []
  const alternatives: Alternatives[] = []
  const places: { readonly name: string; readonly slot: number; readonly width: number }[] = []
  let slot = 0
  for (const domain of domainsOf(space)) {
    const { name } = domain
    const width = domain.parameter.kind === 'choice' ? domain.size : 1
    if (domain.parameter.kind === 'choice') alternatives.push({ slot, size: domain.size })
    else if (domain.size === Number.POSITIVE_INFINITY) folded.push(slot)
    else steps.push(stepsOf(domain, slot))
    places.push({ name, slot, width })
    slot += width
  }
  const decode = (point: Float64Array): Config => {
    const inside = point.slice()
    for (const j of folded) inside[j] = fold(point[j] as number)
    return space.decode(inside)
  }
  return {
    dimension: slot,
    steps,
    alternatives,
    decode,
    encode: (config, near) => {
      const [point, exact, before] = [near.slice(), space.encode(config), decode(near)]
      for (const j of folded) exact[j] = unfold(exact[j] as number)
      for (const { name, slot, width } of places) {
        // What is inactive has no place, and what is right already keeps its own.
        if (config[name] === undefined || config[name] === before[name]) continue
        point.set(exact.subarray(slot, slot + width), slot)
      }
      return point
    },
  }
}

const stepsOf = (domain: Domain, slot: number): Steps => ({
  slot,
  size: domain.size,
  indexAt: place => domain.indexOf(domain.valueNear(place)),
  threshold: index => {
    const { kind } = domain.parameter
    if (kind === 'integer' || kind === 'real') {
      // Numbers are rounded by value, which in a logarithmic scale is not half way between their places.
      return domain.positionOf(((domain.valueAt(index) as number) + (domain.valueAt(index + 1) as number)) / 2)
    }
    return (index + 0.5) / (domain.size - 1)
  },
})

/** Half the width of the part near each end of [0, 1] in which `fold` is quadratic. */
const BEND = 0.05

/**
 * A smooth map of the real line onto [0, 1]: the identity in [0.05, 0.95], quadratic beyond with an end of [0, 1] at its turning
 * point (-0.05 and 1.05), and periodic.
 * @see Hansen, pycma, BoundTransform (its default handling of bounds)
 */
export const fold = (x: number): number => {
  if (x >= BEND && x <= 1 - BEND) return x
  const period = 2 * (1 + 2 * BEND)
  // Into the period that starts at the lower turning point, then its second half mirrored onto the first.
  let u = (((x + BEND) % period) + period) % period
  if (u > period / 2) u = period - u
  u -= BEND
  if (u < BEND) return (u + BEND) ** 2 / (4 * BEND)
  return u > 1 - BEND ? 1 - (u - 1 - BEND) ** 2 / (4 * BEND) : u
}

/** The place in [-0.05, 1.05] that is folded to `p`. */
export const unfold = (p: number): number => {
  if (p < BEND) return 2 * Math.sqrt(BEND * p) - BEND
  return p > 1 - BEND ? 1 + BEND - 2 * Math.sqrt(BEND * (1 - p)) : p
}
