import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Value } from '../../core/index.js'
import type { Verdict } from '../evaluation.js'
import { type Strategy, strategy, type Tools } from '../strategy.js'
import { type Axis, axesOf } from './axis.js'
import { Observations } from './observations.js'
import { checkOptions, defaultGamma, type TpeOptions } from './options.js'
import { type ParzenEstimator, parzenEstimator } from './parzen.js'
import { recencyWeights, splitOf } from './split.js'

/** Draws for one candidate that may be invalid or known before the search for candidates ends. */
const DRAWS = 10

/**
 * The tree-structured Parzen estimator, multivariate, over parameters of every kind and for any number of objectives. It may be asked at
 * any time; pending trials count as bad until they are told.
 * @see Bergstra et al. 2011, "Algorithms for hyper-parameter optimization"; Watanabe 2023, "Tree-structured Parzen estimator:
 * understanding its algorithm components"; Ozaki et al. 2022 (several objectives)
 */
export const tpe = (options: TpeOptions = {}): AgentFactory => {
  checkOptions(options)
  const { startup = 10, gamma = defaultGamma, candidates = 24 } = options
  return strategy({
    name: 'tpe',
    objectives: 'any',
    make: (tools, saved): Strategy => {
      const { space, goals, rng, pending, isKnown } = tools
      const observations = new Observations(axesOf(space))
      const split = splitOf(goals.names.length)
      const learn = (point: Float64Array, verdict: Verdict): void => {
        split.add(observations.length, verdict)
        observations.addPoint(point, verdict)
      }
      const objectives = goals.names.length
      if (saved !== undefined) {
        const [points, verdicts] = [numbersOf(saved.buffers?.points), numbersOf(saved.buffers?.verdicts)]
        const [width, told] = [observations.axes.length, objectives + 1]
        for (let row = 0; row < verdicts.length / told; row++) {
          const of = verdicts.subarray(row * told, (row + 1) * told)
          const losses = Number.isNaN(of[0]) ? null : [...of.subarray(0, objectives)]
          learn(points.slice(row * width, (row + 1) * width), { losses, violation: of[objectives] as number })
        }
      }

      const candidatesFrom = (models: readonly Model[]): Candidate[] => {
        const found = new Map<string, Candidate>()
        const point = new Float64Array(observations.axes.length)
        for (let draw = 0; draw < DRAWS * candidates && found.size < candidates; draw++) {
          for (const { below } of models) below.draw(rng, point)
          const config = activePart(tools, observations.axes, point)
          if (space.broken(config).length > 0 || isKnown(config)) continue
          found.set(space.fingerprint(config), { config, point: observations.pointOf(config) })
        }
        return [...found.values()]
      }
      return {
        propose: () => {
          const told = observations.length
          if (told < startup) return undefined
          const below = split.below(gamma(told))
          const waiting = pending()
          // A pending trial counts as bad until it is told (constant liar), so that parallel ones do not crowd.
          for (const config of waiting) observations.push(observations.pointOf(config))
          const models = modelsOf(observations, below)
          const found = candidatesFrom(models)
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
          for (const _ of waiting) observations.pop()
          return best && { config: best.config, reason: `best of ${found.length} candidates` }
        },
        learn: ({ config, losses, violation }) => learn(observations.pointOf(config), { losses, violation }),
        save: () => {
          const { points, verdicts } = observations.save(objectives)
          const buffers = { points: new Uint8Array(points.buffer), verdicts: new Uint8Array(verdicts.buffer) }
          return { json: null, buffers }
        },
      }
    },
  })
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

const modelsOf = (
  observations: Observations,
  { rows, weights }: { readonly rows: readonly number[]; readonly weights: ArrayLike<number> },
): Model[] => {
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

/** A store may hand a buffer back as a view at any offset: what is aligned is a copy. */
const numbersOf = (bytes: Uint8Array = new Uint8Array()): Float64Array => new Float64Array(new Uint8Array(bytes).buffer)

/** Without what the values themselves switch off. Conditions read earlier parameters only, so that this comes to rest. */
const activePart = ({ space }: Tools, axes: readonly Axis[], point: Float64Array): Config => {
  const all: Record<string, Value> = {}
  for (const [a, axis] of axes.entries()) all[axis.name] = axis.valueOf(point[a] as number)
  let config: Config = all
  for (;;) {
    const active = space.active(config)
    if (active.length === Object.keys(config).length && active.every(name => name in config)) return config
    config = Object.fromEntries(active.map(name => [name, all[name] as Value]))
  }
}
