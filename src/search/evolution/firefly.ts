import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Rng, Value } from '../../core/index.js'
import { type Domain, domainsOf, isDiscrete } from '../../space/index.js'
import { checkWhole, checkWithin } from '../checks.js'
import type { Evaluation } from '../evaluation.js'
import { populationFor } from '../population-size.js'
import { strategy } from '../strategy.js'
import { completed, otherValue } from '../values.js'
import { placesOf } from './places.js'
import { roundedValue } from './rounding.js'

/** Where a space has no real parameter without steps, the defaults are those that did best on recorded spaces: docs/search-populations.md. */
export interface FireflyOptions {
  /** Fireflies. Whole, at least 2. Default: 20 (Yang's code of 2010), but a 20th of the budget's trials at most, and 10 at least. */
  readonly population?: number
  /** Randomness of a move at first, as a part of each parameter's scale, in [0, 1]. Default 0.5 (Yang's code of 2010); discrete: 0.4. */
  readonly alpha?: number
  /** Attractiveness at no distance, in [0, 1]. Default 1 (Yang 2009). */
  readonly beta0?: number
  /** Absorption: how fast attractiveness is lost with the squared distance, in which the diagonal of all scales is 1. At least 0. Default 1 (Yang's code of 2010); discrete: 0.3. */
  readonly gamma?: number
  /** Trials after which the randomness is 1/100,000 of what it was, as in Yang's code of 2010. Default: those of the budget, else 1000. */
  readonly length?: number
}

/**
 * The firefly algorithm for one objective, over parameters of every kind: every firefly in turn moves towards one that is brighter, by a
 * part that shrinks with their distance, and then a little at random. The first outcomes are of random configurations.
 *
 * Ordered parameters (real, integer, ordinal) move at their place in their scale. Choices and flags, whose distance is 0 or 1, take the
 * brighter one's value with the chance that is the part of others' moves, and then any other with a chance of alpha / 2. Random
 * configurations and trials of the caller take the place of the darkest if they are brighter. In place of a move to a known
 * configuration one is drawn at random.
 *
 * Two departures: a firefly stays where its move would make it darker, since one that leaves a good place of a discrete space may not
 * come back; and as it moves with every trial, not with every brighter one in turn, it draws which.
 * @see Yang 2009, "Firefly algorithms for multimodal optimization", sections 3 and 4
 */
export const firefly = (options: FireflyOptions = {}): AgentFactory => {
  const { population, beta0 = 1, length } = options
  if (population !== undefined) checkWhole('firefly', 'population', population, 2)
  if (options.alpha !== undefined) checkWithin('firefly', 'alpha', options.alpha, 0, 1)
  checkWithin('firefly', 'beta0', beta0, 0, 1)
  if (options.gamma !== undefined) checkWithin('firefly', 'gamma', options.gamma, 0, Number.MAX_VALUE)
  if (length !== undefined) checkWhole('firefly', 'length', length, 1)
  return strategy({
    name: 'firefly',
    objectives: 'one',
    make: (tools, saved) => {
      const { space, rng, isKnown, budget } = tools
      const trials = length ?? budget.trials ?? budget.distinct ?? 1000
      const { alpha, gamma } = isDiscrete(space)
        ? { alpha: options.alpha ?? 0.4, gamma: options.gamma ?? 0.3 }
        : { alpha: options.alpha ?? 0.5, gamma: options.gamma ?? 1 }
      const places = placesOf(population ?? populationFor(20, budget), saved?.json)
      const domains = domainsOf(space)
      return {
        propose: () => {
          if (!places.isFull) return undefined
          const place = places.next()
          const { config, trial } = places.holders[place] as Evaluation
          const cooled = alpha * 1e-5 ** Math.min(1, (places.rounds * places.size) / trials)
          const point = pointOf(domains, config)
          const brighter = places.ranked.indexOf(place)
          if (brighter > 0) {
            const other = places.holders[places.ranked[rng.integer(0, brighter - 1)] as number] as Evaluation
            attract(domains, point, pointOf(domains, other.config), beta0, gamma, rng)
          }
          const moved = completed(space, domains, valuesAt(domains, point, cooled, rng), rng)
          if (isKnown(moved)) return undefined
          return { config: moved, reason: `round ${places.rounds}: a move from trial ${trial}`, memo: { place } }
        },
        drawn: () => ({ reason: `round ${places.rounds}: random` }),
        learn: evaluation => {
          places.settle(evaluation)
        },
        save: () => ({ json: places.save() }),
      }
    },
  })
}

/** Of each parameter its place in its scale, or its index where it is unordered; NaN where it is not active. */
const pointOf = (domains: readonly Domain[], config: Config): Float64Array => {
  const point = new Float64Array(domains.length)
  for (let p = 0; p < domains.length; p++) {
    const { name, ordered, positionOf, indexOf } = domains[p] as Domain
    const value = config[name]
    point[p] = value === undefined ? Number.NaN : ordered ? positionOf(value) : indexOf(value)
  }
  return point
}

/** Moves a point towards a brighter one, by a part beta. @see Yang 2009, equations 9 and 10 */
const attract = (
  domains: readonly Domain[],
  point: Float64Array,
  brighter: Float64Array,
  beta0: number,
  gamma: number,
  rng: Rng,
): void => {
  let squares = 0
  for (let p = 0; p < domains.length; p++) {
    const way = (brighter[p] as number) - (point[p] as number)
    if (way !== 0 && !Number.isNaN(way)) squares += domains[p]?.ordered ? way * way : 1
  }
  const beta = beta0 * Math.exp((-gamma * squares) / domains.length)
  for (let p = 0; p < domains.length; p++) {
    const [from, to] = [point[p] as number, brighter[p] as number]
    if (from === to || Number.isNaN(to)) continue
    if (domains[p]?.ordered && !Number.isNaN(from)) point[p] = from + beta * (to - from)
    else if (rng.next() < beta) point[p] = to
  }
}

/** The values at a point after a random step of `alpha`. */
const valuesAt = (domains: readonly Domain[], point: Float64Array, alpha: number, rng: Rng): Record<string, Value> => {
  const values: Record<string, Value> = {}
  for (let p = 0; p < domains.length; p++) {
    const [domain, at] = [domains[p] as Domain, point[p] as number]
    if (Number.isNaN(at)) continue
    if (domain.ordered) values[domain.name] = roundedValue(domain, at + alpha * (rng.next() - 0.5), rng)
    else {
      const value = domain.valueAt(at)
      values[domain.name] = rng.next() < alpha / 2 ? otherValue(domain, value, rng) : value
    }
  }
  return values
}
