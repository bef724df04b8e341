import { type Config, type Json, type Rng, restoreRng, type Value } from '../../core/index.js'
import { domainsOf, type Space, visitedOf } from '../../space/index.js'
import { type AgentContext, type AgentFactory, agentFactory, configure, type Suggestion, savedState } from '../agent.js'
import { expectOption } from '../expect.js'
import type { BanditFactory } from './bandit.js'
import { klUcb } from './kl-ucb.js'
import type { BanditPolicy } from './policy.js'
import { Ranks } from './ranks.js'
import { type ValueArms, valueArmsOf } from './value-arms.js'

export interface FactoredBanditOptions {
  /** The bandit of each parameter. Default: `klUcb()`. */
  readonly policy?: BanditFactory
  /** Random configurations to begin with. Whole, at least 0. Default: 20. */
  readonly start?: number
  /** What a value is credited with: the part of the rewards so far that are no better (`rank`), or the reward itself. Default: `rank`. */
  readonly credit?: 'rank' | 'reward'
  /** Arms of a parameter with many values, or real ones: equal parts of its scale. Whole, at least 2. Default: 16. */
  readonly parts?: number
}

/** Draws of a configuration that may be known ones, each with more values at random, before one is drawn from the whole space. */
const MAX_KNOWN = 20

/**
 * One bandit for each parameter, whose arms are its values, for spaces too large for a bandit over configurations: a configuration is put
 * together value by value among those that can still lead to a valid one, and each of its values is credited with what came of it. It takes
 * parameters for independent.
 *
 * No configuration is proposed twice. Failed and pruned trials count with their rewards. Its factory throws InvalidAgent for an option out of range.
 * @see Ontanon 2017, "Combinatorial multi-armed bandits for real-time strategy games", for naive sampling
 */
export const factoredBandit = (options: FactoredBanditOptions = {}): AgentFactory => {
  const { policy = klUcb(), start = 20, credit = 'rank', parts = 16 } = options
  expectOption(Number.isInteger(start) && start >= 0, 'factoredBandit', 'start', 'to be whole and >= 0', start)
  expectOption(Number.isInteger(parts) && parts >= 2, 'factoredBandit', 'parts', 'to be whole and >= 2', parts)
  expectOption(credit === 'rank' || credit === 'reward', 'factoredBandit', 'credit', 'to be rank or reward', credit)
  return agentFactory('factoredBandit', context => {
    const { space } = context
    const state = savedState(context, 'factoredBandit', 1)
    const saved = state?.json as unknown as Saved | undefined
    const rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    const visited = visitedOf(space, state?.buffers.visited)
    const bandits = banditsOf(context, policy, parts, rng, saved?.bandits)
    const ranks = new Ranks(saved?.ranks)
    let told = saved?.told ?? 0

    const propose = (observation: Float32Array): Suggestion | undefined => {
      for (let known = 0; told >= start && known < MAX_KNOWN; known++) {
        const config = assemble(space, bandits, observation, known / MAX_KNOWN, rng)
        if (visited.add(config)) return { action: configure(config), reason: 'put together from values that did well' }
      }
      const config = visited.draw(rng)
      return config && { action: configure(config), reason: 'drawn at random' }
    }
    return {
      name: 'factoredBandit',
      ask: requests =>
        requests.map(({ observation, underWay = [] }) => {
          for (const config of underWay) visited.add(config)
          const suggestion = propose(observation)
          if (suggestion) eachArm(bandits, suggestion.action.config, (bandit, arm) => bandit.pull(arm, observation))
          return suggestion
        }),
      tell: transitions => {
        for (const { action, origin, fidelity, reward, observation } of transitions) {
          const isOwn = origin === 'agent'
          if (!isOwn) visited.add(action.config)
          if (fidelity < 1) continue
          told++
          const given = credit === 'rank' ? ranks.add(reward) : reward
          eachArm(bandits, action.config, (bandit, arm) => bandit.reward(arm, given, observation, isOwn))
        }
      },
      save: () => {
        const json: Saved = {
          rng: rng.state(),
          bandits: bandits.map(({ bandit }) => bandit.save()),
          ranks: ranks.save(),
          told,
        }
        return {
          kind: 'factoredBandit',
          version: 1,
          json: json as unknown as Json,
          buffers: { visited: visited.save() },
        }
      },
    }
  })
}

interface Saved {
  readonly rng: Json
  readonly bandits: readonly Json[]
  readonly ranks: readonly number[]
  readonly told: number
}

interface ParameterBandit extends ValueArms {
  readonly bandit: BanditPolicy
}

const banditsOf = (
  { space }: AgentContext,
  { policy }: BanditFactory,
  parts: number,
  rng: Rng,
  saved: readonly Json[] | undefined,
): readonly ParameterBandit[] =>
  domainsOf(space).map((domain, i) => {
    const values = valueArmsOf(domain, parts)
    const features = (arm: number, observation: Float32Array): Float64Array => {
      const row = new Float64Array(values.count + observation.length)
      row[arm] = 1
      row.set(observation, values.count)
      return row
    }
    return { ...values, bandit: policy.make({ arms: values.count, rng, features }, saved?.[i]) }
  })

/** A valid configuration; each value is drawn from all that are allowed with probability `random`. */
const assemble = (
  space: Space,
  bandits: readonly ParameterBandit[],
  observation: Float32Array,
  random: number,
  rng: Rng,
): Config => {
  const config: Record<string, Value> = {}
  for (const { domain, bandit, armsAmong, draw } of bandits) {
    if (!space.active(config).includes(domain.name)) continue
    const values = domain.size === Number.POSITIVE_INFINITY ? undefined : space.allowed(config)
    const arms = armsAmong(values)
    const arm = rng.next() < random ? rng.pick(arms) : (bandit.choose(arms, observation) ?? rng.pick(arms))
    config[domain.name] = draw(arm, values, rng)
  }
  return space.repair(config)
}

const eachArm = (
  bandits: readonly ParameterBandit[],
  config: Config,
  act: (bandit: BanditPolicy, arm: number) => void,
): void => {
  for (const { domain, bandit, armOf } of bandits) {
    const value = config[domain.name]
    if (value !== undefined) act(bandit, armOf(value))
  }
}
