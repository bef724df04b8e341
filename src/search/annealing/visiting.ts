import type { Config, Rng, Value } from '../../core/index.js'
import { logGamma } from '../../numeric/index.js'
import { type Domain, domainsOf } from '../../space/index.js'
import type { Moves } from '../moves.js'
import type { Tools } from '../strategy.js'
import { drawnValid, otherValue } from '../values.js'

/** Of a step that is taken in place of one that leads nowhere, where a parameter is real. */
const LEAST_SPREAD = 1e-6
/** Longer steps are drawn anew, uniformly up to this. */
const LONGEST = 1e8

/**
 * A step of the visiting distribution: the lower the temperature, the shorter, with a tail that is the heavier the nearer `qv` is to 3
 * (2 is Cauchy's).
 *
 * @param qv In (1, 3).
 * @see Tsallis & Stariolo 1996, "Generalized simulated annealing", for the distribution; Schanze 2006, "An exact D-dimensional Tsallis
 * random number generator for generalized simulated annealing", for the draw: a normal number over a power of another one
 */
export const visitingStep = (qv: number, temperature: number, rng: Rng): number => {
  const e = (qv - 1) / (3 - qv)
  const factor =
    (Math.sqrt(Math.PI) * Math.exp((4 - qv) * Math.log(qv - 1)) * temperature ** (1 / (qv - 1))) /
    (2 ** ((2 - qv) / (qv - 1)) * (3 - qv))
  // Gamma(1 / (qv - 1) - 1 / 2), which the reflection formula makes of what is written out elsewhere.
  const sigma = Math.exp(-e * (logGamma(1 / (qv - 1) - 0.5) - Math.log(factor)))
  const step = (sigma * rng.normal()) / Math.abs(rng.normal()) ** e
  return Math.abs(step) <= LONGEST ? step : Math.sign(step) * LONGEST * rng.next()
}

/** Moves of a chain: of all parameters at once, or of one. */
export interface Visits {
  /** Parameters that a configuration has and that can move. */
  count(config: Config): number
  /** Moves the parameter of that index, or all of them; the least step away where the step leads nowhere else. */
  from(config: Config, temperature: number, index: number | 'all'): Config
}

/** Steps are taken in each parameter's scale, of which the ends meet; unordered values change where a step is longer than half a value. */
export const visitsOf = ({ space, rng }: Pick<Tools, 'space' | 'rng'>, moves: Moves, qv: number): Visits => {
  const domains = domainsOf(space)
  const present = (config: Config): readonly Domain[] =>
    domains.filter(({ name, size }) => size > 1 && config[name] !== undefined)
  const moved = (domain: Domain, value: Value, temperature: number): Value => {
    const step = visitingStep(qv, temperature, rng)
    if (domain.ordered) return domain.valueNear(wrapped(domain.positionOf(value) + step))
    return Math.abs(step) > 0.5 / domain.size ? otherValue(domain, value, rng) : value
  }
  return {
    count: config => present(config).length,
    from: (config, temperature, index) => {
      const moving = present(config)
      const chosen = index === 'all' ? moving : moving.slice(index, index + 1)
      const next = drawnValid(space, domains, rng, () => {
        const values: Record<string, Value> = { ...config }
        for (const domain of chosen) values[domain.name] = moved(domain, config[domain.name] as Value, temperature)
        return values
      })
      return space.fingerprint(next) === space.fingerprint(config) ? moves.random(config, LEAST_SPREAD) : next
    },
  }
}

/** Into [0, 1). */
const wrapped = (place: number): number => place - Math.floor(place)
