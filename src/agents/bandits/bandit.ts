import { type Config, fault, type Json, ParetuneError, type Rng, restoreRng } from '../../core/index.js'
import type { Space } from '../../space/index.js'
import { type AgentFactory, type AskRequest, agentFactory, configure, type Suggestion, savedState } from '../agent.js'
import type { BanditDefinition } from './policy.js'

export interface BanditOptions {
  /** Valid configurations that a space may have. Default: 24, since most policies pull each at least once. */
  readonly maxArms?: number
}

export interface ContextualOptions extends BanditOptions {
  /**
   * Numbers that tell arms from each other, near [-1, 1], as many for each. `observation` is what the environment shows.
   * Default: 1 and the encoded configuration.
   */
  readonly features?: (config: Config, observation: Float32Array) => readonly number[]
}

/** An agent that is a bandit over configurations; its policy serves other arms too, in `factoredBandit` and `portfolio`. */
export type BanditFactory = AgentFactory & { readonly policy: BanditDefinition }

const VERSION = 3

/**
 * A bandit over the valid configurations of a small space: each is an arm, each trial one more noisy measurement of it. A failed pull counts
 * like any other, with the reward that the environment gave; pulls that are pending count at once.
 *
 * Its factory throws InvalidAgent where the space has more than `maxArms` valid configurations.
 */
export const bandit = (definition: BanditDefinition, options: ContextualOptions = {}): BanditFactory => {
  const { name } = definition
  const { maxArms = 24 } = options
  const factory = agentFactory(name, context => {
    const { space, budget } = context
    const configs = armsOf(space, name, maxArms)
    const indices = new Map(configs.map((config, j) => [space.fingerprint(config), j]))
    const state = savedState(context, name, VERSION)
    const saved = state?.json as { readonly policy: Json; readonly rng: Json; readonly pulls: number[] } | undefined
    const rng: Rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    const features = featuresOf(space, configs, options)
    const policy = definition.make({ arms: configs.length, rng, pulls: budget.trials, features }, saved?.policy)
    const all = configs.map((_, j) => j)
    const pulls = saved?.pulls.slice() ?? all.map(() => 0)
    const count = (j: number): number => {
      pulls[j] = (pulls[j] as number) + 1
      return pulls[j]
    }

    const pull = ({ observation, underWay = [] }: AskRequest): Suggestion | undefined => {
      const j = policy.choose(all, observation)
      if (j === undefined) return undefined
      policy.pull(j, observation)
      const n = count(j)
      const config = configs[j] as Config
      const isKnown = n > 1 || underWay.some(other => indices.get(space.fingerprint(other)) === j)
      return {
        action: configure(config),
        reason: `pull ${n} of arm ${j + 1} of ${configs.length}`,
        ...(isKnown && { repeat: true }),
      }
    }

    return {
      name,
      ask: requests => requests.map(pull),
      tell: transitions => {
        for (const { fidelity, action, reward, origin, observation } of transitions) {
          const j = indices.get(space.fingerprint(action.config))
          if (fidelity < 1 || j === undefined) continue
          const isOwn = origin === 'agent'
          if (!isOwn) count(j)
          policy.reward(j, reward, observation, isOwn)
        }
      },
      save: () => ({
        kind: name,
        version: VERSION,
        json: { policy: policy.save(), rng: rng.state(), pulls: [...pulls] },
        buffers: {},
      }),
    }
  })
  return Object.assign(factory, { policy: definition })
}

const armsOf = (space: Space, name: string, maxArms: number): readonly Config[] => {
  const count = space.count()
  if (count <= maxArms) return [...space.enumerate()]
  const message = `${name}: expected at most ${maxArms} valid configurations, one for each arm, got ${count}`
  throw new ParetuneError(fault('InvalidAgent', message, { details: { maxArms, count } }))
}

const featuresOf = (space: Space, configs: readonly Config[], { features }: ContextualOptions) => {
  if (features !== undefined)
    return (arm: number, observation: Float32Array): Float64Array =>
      Float64Array.from(features(configs[arm] as Config, observation))
  const encoded = configs.map(config => Float64Array.of(1, ...space.encode(config)))
  return (arm: number): Float64Array => encoded[arm] as Float64Array
}
