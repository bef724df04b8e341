import type { Rng } from '../../core/index.js'
import { symmetricEigen } from '../../numeric/index.js'
import { expectOption } from '../expect.js'
import { type BanditFactory, bandit, type ContextualOptions } from './bandit.js'
import { type BanditDefinition, largest } from './policy.js'
import { dot, Ridge } from './ridge.js'

// Contextual bandits: the reward of an arm is taken for a linear function of its features.

/** Arms that a contextual bandit takes: it learns of one arm by pulling others. */
const MAX_ARMS = 1000

export interface LinUcbOptions extends ContextualOptions {
  /** alpha: weight of the bonus, at least 0. Default: 1. */
  readonly alpha?: number
}

/**
 * LinUCB, one model for all arms: theta' x + alpha sqrt(x' A^-1 x), where A = I + sum of x x' over the pulls and theta = A^-1 sum of r x.
 * @see Li, Chu, Langford & Schapire 2010, "A contextual-bandit approach to personalized news article recommendation", algorithm 1
 */
export const linUcb = ({ alpha = 1, maxArms = MAX_ARMS, ...options }: LinUcbOptions = {}): BanditFactory => {
  expectOption(alpha >= 0, 'linUcb', 'alpha', '>= 0', alpha)
  const policy = linear('linUcb', (model, allowed, featuresOf) => {
    const [theta, variance] = [model.theta(), model.variance()]
    return largest(allowed, j => {
      const x = featuresOf(j)
      return dot(theta, x) + alpha * Math.sqrt(Math.max(0, variance(x)))
    })
  })
  return bandit(policy, { ...options, maxArms })
}

export interface LinearThompsonOptions extends ContextualOptions {
  /** v: standard deviation of the draw in units of the noise's, above 0. Default: 0.5, that of a reward in [0, 1] at the most. */
  readonly v?: number
}

/**
 * Thompson sampling with a linear model: the arm with the largest theta~' x, theta~ drawn from N(theta, v^2 A^-1).
 * @see Agrawal & Goyal 2013, "Thompson sampling for contextual bandits with linear payoffs", algorithm 1
 */
export const linearThompson = (options: LinearThompsonOptions = {}): BanditFactory => {
  const { v = 0.5, maxArms = MAX_ARMS, ...rest } = options
  expectOption(v > 0, 'linearThompson', 'v', '> 0', v)
  const policy = linear('linearThompson', (model, allowed, featuresOf, rng) => {
    const theta = drawNormal(model.theta(), model.inverse(), v, rng)
    return largest(allowed, j => dot(theta, featuresOf(j)))
  })
  return bandit(policy, { ...rest, maxArms })
}

type Choose = (model: Ridge, allowed: readonly number[], featuresOf: (arm: number) => Float64Array, rng: Rng) => number

const linear = (name: string, choose: Choose): BanditDefinition => ({
  name,
  make: ({ features, rng }, saved) => {
    let model = saved === undefined || saved === null ? undefined : new Ridge(saved)
    const modelFor = (x: Float64Array): Ridge => {
      model ??= new Ridge(x.length)
      return model
    }
    return {
      choose: (allowed, observation) => {
        const seen = new Map(allowed.map(j => [j, features(j, observation)]))
        const featuresOf = (j: number): Float64Array => seen.get(j) as Float64Array
        return choose(modelFor(featuresOf(allowed[0] as number)), allowed, featuresOf, rng)
      },
      pull: (arm, observation) => {
        const x = features(arm, observation)
        modelFor(x).pull(x)
      },
      reward: (arm, reward, observation, isOwn) => {
        const x = features(arm, observation)
        modelFor(x).learn(x, reward, isOwn)
      },
      save: () => model?.save() ?? null,
    }
  },
})

/** mean + v L z with L L' = covariance, by its eigenvectors. */
const drawNormal = (mean: Float64Array, covariance: Float64Array, v: number, rng: Rng): Float64Array => {
  const d = mean.length
  const { values, vectors } = symmetricEigen(covariance, d)
  const drawn = mean.slice()
  for (let k = 0; k < d; k++) {
    const z = v * Math.sqrt(Math.max(0, values[k] as number)) * rng.normal()
    for (let i = 0; i < d; i++) drawn[i] = (drawn[i] as number) + z * (vectors[k * d + i] as number)
  }
  return drawn
}
