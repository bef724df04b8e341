import type { Config, Value } from '../../core/index.js'
import type { Tools } from '../strategy.js'
import { drawBest, indexOfLargest, logRatios, type Model } from './model.js'
import type { Observations } from './observations.js'

/** Draws for one candidate that may be invalid or known before the search for candidates ends. */
const DRAWS = 10

/** What candidates are drawn with, and how many of them are compared. */
export interface Drawing {
  readonly tools: Pick<Tools, 'space' | 'rng' | 'isKnown'>
  readonly observations: Observations
  readonly candidates: number
}

/** Of configurations drawn from the good density as a whole the one of the largest ratio; undefined where none was found that is new. */
export const jointly = ({ tools, observations, candidates }: Drawing, models: readonly Model[]): Config | undefined => {
  const candidateOf = candidatesFor(tools, observations)
  const found = new Map<string, Candidate>()
  for (let draw = 0; draw < DRAWS * candidates && found.size < candidates; draw++) {
    const candidate = candidateOf(point => {
      for (const { below } of models) below.draw(tools.rng, point)
    })
    if (candidate !== undefined) found.set(candidate.key, candidate)
  }
  const all = [...found.values()]
  const ratios = logRatios(
    models,
    all.map(({ point }) => point),
  )
  return all[indexOfLargest(ratios)]?.config
}

/** The value of the largest ratio for each parameter by itself; undefined where no such configuration was found that is new. */
export const separately = (
  { tools, observations, candidates }: Drawing,
  models: readonly Model[],
): Config | undefined => {
  const candidateOf = candidatesFor(tools, observations)
  for (let draw = 0; draw < DRAWS; draw++) {
    const candidate = candidateOf(point => {
      for (const model of models) drawBest(model, candidates, tools.rng, point)
    })
    if (candidate !== undefined) return candidate.config
  }
  return undefined
}

interface Candidate {
  readonly config: Config
  readonly point: Float64Array
  /** Equal for equal configurations. */
  readonly key: string
}

/** Makes a candidate of what is drawn into a point; undefined where that is known, or breaks a constraint. */
const candidatesFor = (
  { space, isKnown }: Pick<Tools, 'space' | 'isKnown'>,
  observations: Observations,
): ((draw: (point: Float64Array) => void) => Candidate | undefined) => {
  const { axes } = observations
  const drawn = new Float64Array(axes.length)
  return draw => {
    draw(drawn)
    const all: Record<string, Value> = {}
    for (const [a, axis] of axes.entries()) all[axis.name] = axis.valueOf(drawn[a] as number)
    const config = activePart(space, all)
    if (space.broken(config).length > 0 || isKnown(config)) return undefined
    return { config, point: observations.pointOf(config), key: space.fingerprint(config) }
  }
}

/** Without what the values themselves switch off. Conditions read earlier parameters only, so that this comes to rest. */
const activePart = (space: Tools['space'], all: Config): Config => {
  let config = all
  for (let size = space.names.length; ; ) {
    const active = space.active(config)
    if (active.length === size) return config
    size = active.length
    config = Object.fromEntries(active.map(name => [name, all[name] as Value]))
  }
}
