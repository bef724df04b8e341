import type { Config, Value } from '../../core/index.js'
import { type Domain, domainsOf, isNominal } from '../../space/index.js'
import { movesOf } from '../moves.js'
import type { Tools } from '../strategy.js'
import { settled, shifted } from '../values.js'

/** Random configurations, and as many near to the best ones. */
const RANDOM = 250
const NEAR = 250
/** How far the latter are from them, in turn; as parts of a scale. */
const SPREADS = [0.2, 0.05, 0.01]
/** From how many of them a climb begins. */
const CLIMBS = 4
/** Steps of a climb, as parts of a scale, from the first one on halved down to the last one. */
const FIRST_STEP = 1 / 8
const LAST_STEP = 1 / 1024
const MAX_SWEEPS = 50

/** A configuration and how much it is worth. */
export interface Candidate {
  readonly config: Config
  readonly worth: number
}

/**
 * The most worthy valid configuration that is not known, as far as it is found: the best of random ones and of ones near to `best`, and
 * of what compass search reaches from these. Everything is looked at as the valid configuration that would run, never as a point
 * between values (Garrido-Merchán & Hernández-Lobato 2020).
 * @see Kolda, Lewis & Torczon 2003, "Optimization by direct search" (compass search)
 */
export const mostWorthy = (
  tools: Pick<Tools, 'space' | 'rng' | 'isKnown'>,
  best: readonly Config[],
  worthOf: (config: Config) => number,
): Candidate | undefined => {
  const { space, rng, isKnown } = tools
  let found: Candidate | undefined
  // Climbs cross each other, and small steps of discrete values are the same as the larger ones before.
  const seen = new Map<string, Candidate>()
  const look = (config: Config): Candidate => {
    const name = space.fingerprint(config)
    const before = seen.get(name)
    if (before !== undefined) return before
    const candidate = { config, worth: worthOf(config) }
    seen.set(name, candidate)
    if ((found === undefined || candidate.worth > found.worth) && !isKnown(config)) found = candidate
    return candidate
  }
  const moves = movesOf(tools)
  for (let i = 0; i < RANDOM; i++) look(space.sample(rng))
  for (let i = 0; i < NEAR && best.length > 0; i++) {
    const spread = SPREADS[i % SPREADS.length] as number
    let config = moves.random(best[i % best.length] as Config, spread)
    // One parameter moved, or two, or three.
    for (let more = rng.integer(0, 2); more > 0; more--) config = moves.random(config, spread)
    look(config)
  }
  const starts = [...seen.values()].sort((a, b) => b.worth - a.worth).slice(0, CLIMBS)
  for (const start of starts) climb(tools, start, look)
  return found
}

const climb = (
  { space, rng }: Pick<Tools, 'space' | 'rng'>,
  start: Candidate,
  look: (config: Config) => Candidate,
): void => {
  const domains = domainsOf(space)
  let place = start
  for (let step = FIRST_STEP, sweep = 0; step >= LAST_STEP && sweep < MAX_SWEEPS; sweep++) {
    let isBetter = false
    for (const domain of domains) {
      const value = place.config[domain.name]
      if (value === undefined || domain.size === 1) continue
      for (const other of valuesAround(domain, value, step)) {
        const config = settled(space, domains, { ...place.config, [domain.name]: other }, rng)
        if (space.broken(config).length > 0) continue
        const next = look(config)
        if (!(next.worth > place.worth)) continue
        place = next
        isBetter = true
        break
      }
    }
    if (!isBetter) step /= 2
  }
}

/** The values a step away, at least the next ones; of nominal ones all others. */
const valuesAround = (domain: Domain, value: Value, step: number): readonly Value[] => {
  const { size, positionOf, valueNear, valueAt } = domain
  if (isNominal(domain)) return Array.from({ length: size }, (_, i) => valueAt(i)).filter(other => other !== value)
  const place = positionOf(value)
  return [-1, 1].flatMap(side => {
    if (side < 0 ? place <= 0 : place >= 1) return []
    const near = valueNear(place + side * step)
    if (near !== value) return [near]
    return size === Number.POSITIVE_INFINITY ? [] : [shifted(domain, value, side)]
  })
}
