import type { Config, Value } from '../../core/index.js'
import type { Tools } from '../strategy.js'
import type { Axis } from './axis.js'
import type { Observations } from './observations.js'
import { type ParzenEstimator, parzenEstimator } from './parzen.js'
import { type Below, recencyWeights } from './split.js'

/** Draws for one candidate that may be invalid or known before the search for candidates ends. */
const DRAWS = 10

/** A configuration, and of how many candidates it is the best. */
export interface Likeliest {
  readonly config: Config
  readonly candidates: number
}

/**
 * Of `count` new candidates drawn from the density of the good rows the one that is likeliest there against the density of all other rows;
 * undefined where none was found.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization", section 4.1
 */
export const likeliest = (
  tools: Pick<Tools, 'space' | 'rng' | 'isKnown'>,
  observations: Observations,
  below: Below,
  count: number,
): Likeliest | undefined => {
  const models = modelsOf(observations, below)
  const found = candidatesFrom(tools, observations, models, count)
  let best: Candidate | undefined
  let bestScore = Number.NEGATIVE_INFINITY
  for (const candidate of found) {
    const score = models.reduce(
      (sum, { below, above }) => sum + below.logDensity(candidate.point) - above.logDensity(candidate.point),
      0,
    )
    if (score <= bestScore) continue
    best = candidate
    bestScore = score
  }
  return best && { config: best.config, candidates: found.length }
}

interface Candidate {
  readonly config: Config
  readonly point: Float64Array
}

/** The estimators of one group of parameters: of the good trials, and of all others. */
interface Model {
  readonly below: ParzenEstimator
  readonly above: ParzenEstimator
}

const candidatesFrom = (
  { space, rng, isKnown }: Pick<Tools, 'space' | 'rng' | 'isKnown'>,
  observations: Observations,
  models: readonly Model[],
  count: number,
): Candidate[] => {
  const found = new Map<string, Candidate>()
  const point = new Float64Array(observations.axes.length)
  for (let draw = 0; draw < DRAWS * count && found.size < count; draw++) {
    for (const { below } of models) below.draw(rng, point)
    const config = activePart(space, observations.axes, point)
    if (space.broken(config).length > 0 || isKnown(config)) continue
    found.set(space.fingerprint(config), { config, point: observations.pointOf(config) })
  }
  return [...found.values()]
}

const modelsOf = (observations: Observations, { rows, weights }: Below): Model[] => {
  const isBelow = new Set(rows)
  return observations.groups.map(group => {
    const isActive = (row: number): boolean => group.every(a => !Number.isNaN(observations.column(a)[row]))
    const good: number[] = []
    const goodWeights: number[] = []
    for (const [k, row] of rows.entries()) {
      if (!isActive(row)) continue
      good.push(row)
      goodWeights.push(weights[k] as number)
    }
    const bad: number[] = []
    for (let row = 0; row < observations.length; row++) if (!isBelow.has(row) && isActive(row)) bad.push(row)
    return {
      below: parzenEstimator(observations, group, good, goodWeights),
      above: parzenEstimator(observations, group, bad, recencyWeights(bad.length)),
    }
  })
}

/** Without what the values themselves switch off. Conditions read earlier parameters only, so that this comes to rest. */
const activePart = (space: Tools['space'], axes: readonly Axis[], point: Float64Array): Config => {
  const all: Record<string, Value> = {}
  for (const [a, axis] of axes.entries()) all[axis.name] = axis.valueOf(point[a] as number)
  let config: Config = all
  for (;;) {
    const active = space.active(config)
    if (active.length === Object.keys(config).length && active.every(name => name in config)) return config
    config = Object.fromEntries(active.map(name => [name, all[name] as Value]))
  }
}
