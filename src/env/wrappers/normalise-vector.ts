import type { Json } from '../../core/index.js'
import { RunningMoments } from '../../numeric/index.js'
import type { VectorEnv } from '../vector-env.js'
import { clippedBox, momentsOf, type Normalised, scaled } from './normalised.js'

/** What is normalised, and from where on. */
export interface NormaliseVectorOptions {
  /** Default: true. */
  readonly observations?: boolean
  /** Default: true. */
  readonly rewards?: boolean
  /** The learner's discount, for rewards. Default: 0.99. */
  readonly gamma?: number
  /** What `save` of another one gave. */
  readonly state?: Json
}

/** What `save` gives; a part that is not normalised is null. */
interface Saved {
  readonly observations: Json
  readonly rewards: Json
  /** The discounted return under way in each environment. */
  readonly discounted: readonly number[]
}

/**
 * The environments of a vector normalised by moments that they share, so that all rows of a batch are on one scale, and a learner has one
 * normalisation to be saved with. Observations get mean 0 and variance 1 in each number; rewards are divided by the standard deviation of the
 * discounted returns; both are clipped to [-10, 10]. Moments are brought up to date once a step by all that it gave, in the order of the environments,
 * and then used. Last observations of episodes count as well, and are normalised too.
 *
 * A state fits vectors of any length: returns under way begin at 0 where that differs. Throws InvalidStudy for what is no state, that of
 * observations of another size, and one that lacks what is to be normalised.
 *
 * @see Gymnasium, wrappers.vector.NormalizeObservation and NormalizeReward; the clipping is that of Stable-Baselines3's VecNormalize
 */
export const normaliseVector = <A>(
  env: VectorEnv<A>,
  { observations = true, rewards = true, gamma = 0.99, state }: NormaliseVectorOptions = {},
): VectorEnv<A> & Normalised => {
  const saved = state === undefined ? undefined : ((state ?? {}) as unknown as Partial<Saved>)
  const part = (which: 'observations' | 'rewards', size: number): RunningMoments =>
    momentsOf(`${which} of normaliseVector`, size, saved && (saved[which] ?? null))
  const { size } = env.observationSpace
  const seen = observations ? part('observations', size) : undefined
  const returns = rewards ? part('rewards', 1) : undefined
  let discounted = new Float64Array(env.size)
  if (saved?.discounted?.length === env.size) discounted = Float64Array.from(saved.discounted)
  let isFrozen = false

  /** Takes in rows of observations, of the environments and of episodes that ended. */
  const see = (rows: Float32Array, finals: readonly (Float32Array | undefined)[] = []): void => {
    if (!seen || isFrozen) return
    const batch = new RunningMoments(size)
    for (const final of finals) if (final) batch.add(final)
    for (let from = 0; from < rows.length; from += size) batch.add(rows.subarray(from, from + size))
    seen.merge(batch)
  }
  const normalised = (rows: Float32Array): Float32Array =>
    seen ? rows.map((value, i) => scaled(value - seen.mean(i % size), seen.variance(i % size))) : rows

  const earn = (given: Float64Array, terminated: Uint8Array): Float64Array => {
    if (!returns) return given
    if (!isFrozen) {
      const batch = new RunningMoments(1)
      for (const [i, reward] of given.entries()) {
        // As in normaliseReward, the return is dropped before the reward that terminates is added.
        discounted[i] = (discounted[i] as number) * gamma * (terminated[i] === 1 ? 0 : 1) + reward
        batch.add([discounted[i] as number])
      }
      returns.merge(batch)
    }
    return given.map(reward => scaled(reward, returns.variance(0)))
  }

  return {
    size: env.size,
    observationSpace: seen ? clippedBox(env.observationSpace) : env.observationSpace,
    actionSpace: env.actionSpace,
    reset: async options => {
      const start = await env.reset(options)
      see(start.observations)
      return { ...start, observations: normalised(start.observations) }
    },
    step: async actions => {
      const step = await env.step(actions)
      see(step.observations, step.finalObservations)
      return {
        ...step,
        observations: normalised(step.observations),
        finalObservations: step.finalObservations.map(final => final && normalised(final)),
        rewards: earn(step.rewards, step.terminated),
      }
    },
    close: () => env.close(),
    save: () => ({
      observations: seen?.toJSON() ?? null,
      rewards: returns?.toJSON() ?? null,
      discounted: [...discounted],
    }),
    freeze: () => {
      isFrozen = true
    },
  }
}
