import type { Config, Value } from '../core/index.js'
import { type Domain, domainsOf, type Space } from '../space/index.js'

// The `configure` view for learners: a whole configuration as independent choices, value by value.

/** Values up to which a parameter is a categorical choice; one of more is a real number, its position in scale. */
const MAX_CHOICES = 256

/**
 * Configurations as actions of numbers: for each discrete parameter the index of its value, in declared order, and then for each real one (or
 * one of more than 256 ordered values) where it lies in its scale, 0 in the middle and -1 and 1 at the ends.
 */
export interface FactoredActions {
  /** Names of the alternatives of each choice, as `tile=8`. */
  readonly choices: readonly (readonly string[])[]
  /** Names of the real numbers. */
  readonly realNames: readonly string[]
  /** Alternatives of each choice. */
  readonly sizes: readonly number[]
  /** Number of real numbers. */
  readonly reals: number
  /**
   * Writes 1 for the alternatives of choice `place` that can still lead to a valid configuration after the choices before, and 0 for the
   * others (1 for all where none can, since a rule reaches a real number, which is not known yet). A parameter that is inactive after them has its first alternative alone, which stands for that.
   */
  masking(place: number, before: readonly number[], mask: Uint8Array): void
  /** The configuration of an action. Real numbers past the ends count as the ends; what breaks a rule over real parameters is repaired. */
  configOf(action: readonly number[]): Config
}

/** @see Space.allowed for what masks know: rules that a real parameter takes part in are left to the repair. */
export const factoredActions = (space: Space): FactoredActions => {
  const domains = domainsOf(space)
  const isChoice = ({ size, ordered }: Domain): boolean => size <= MAX_CHOICES || !ordered
  const choices = domains.filter(isChoice)
  const reals = domains.filter(domain => !isChoice(domain))
  const places = new Map(choices.map((domain, place) => [domain.name, place]))
  const realPlaces = new Map(reals.map((domain, place) => [domain.name, choices.length + place]))

  /** The values of an action, up to the first parameter that it does not reach; real numbers in the middle where `before` has none. */
  const prefixOf = (before: readonly number[], until: number): Record<string, Value> => {
    const prefix: Record<string, Value> = {}
    for (const domain of domains) {
      const place = places.get(domain.name)
      if (place !== undefined && place >= until) break
      if (!space.active(prefix).includes(domain.name)) continue
      const real = before[realPlaces.get(domain.name) ?? -1] ?? 0
      prefix[domain.name] =
        place === undefined
          ? domain.valueNear(Math.min(1, Math.max(0, 0.5 + real / 2)))
          : domain.valueAt(before[place] as number)
    }
    return prefix
  }

  return {
    choices: choices.map(({ name, size, valueAt }) => Array.from({ length: size }, (_, i) => `${name}=${valueAt(i)}`)),
    realNames: reals.map(({ name }) => name),
    sizes: choices.map(({ size }) => size),
    reals: reals.length,
    masking: (place, before, mask) => {
      mask.fill(0)
      const domain = choices[place] as Domain
      const prefix = prefixOf(before, place)
      if (!space.active(prefix).includes(domain.name)) mask[0] = 1
      else for (const value of space.allowed(prefix)) mask[domain.indexOf(value)] = 1
      if (!mask.includes(1)) mask.fill(1)
    },
    configOf: action => space.repair(prefixOf(action, choices.length)),
  }
}
