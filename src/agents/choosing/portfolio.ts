import type { Json } from '../../core/index.js'
import { type AgentFactory, agentFactory } from '../agent.js'
import type { BanditFactory } from '../bandits/bandit.js'
import type { BanditDefinition } from '../bandits/policy.js'
import { Ranks } from '../bandits/ranks.js'
import { expectOption } from '../expect.js'
import { auc } from './auc.js'
import type { Chooser } from './chooser.js'
import { type OpenChooser, openChoosingAgent } from './choosing-agent.js'
import { expectMembers, type Member } from './proposer.js'

export interface PortfolioOptions {
  /** The bandit that chooses. Default: `auc()`, area under the curve over a sliding window, as OpenTuner has it. */
  readonly policy?: BanditDefinition | BanditFactory
  /** What a member is credited with: the reward of its trial, or the part of the rewards so far that are no better. Default: `reward`, which `auc` wants; `rank` suits the others. */
  readonly credit?: 'reward' | 'rank'
}

/**
 * A bandit over agents, operators, or both: which one proposes the next trial is chosen by what has worked. All of them learn from all trials.
 *
 * Its members want what they want alone: those for one objective, say. The factory throws InvalidAgent for fewer than two members, and what theirs throw.
 * @see Ansel et al. 2014, "OpenTuner: an extensible framework for program autotuning", section 4
 */
export const portfolio = (members: readonly Member[], options: PortfolioOptions = {}): AgentFactory => {
  const { policy = auc(), credit = 'reward' } = options
  expectMembers('portfolio', members)
  expectOption(credit === 'rank' || credit === 'reward', 'portfolio', 'credit', 'to be rank or reward', credit)
  const definition = 'policy' in policy ? policy.policy : policy
  return agentFactory('portfolio', context =>
    openChoosingAgent('portfolio', members, banditChooser(definition, members.length, credit), context),
  )
}

const banditChooser =
  (definition: BanditDefinition, count: number, credit: 'reward' | 'rank'): OpenChooser =>
  (_, { rng }, saved): Chooser => {
    const state = saved?.json as { readonly policy: Json; readonly ranks: readonly number[] } | undefined
    /** What is observed, in a part of its own for each member. */
    const features = (arm: number, observation: Float32Array): Float64Array => {
      const row = new Float64Array(count * (1 + observation.length))
      const start = arm * (1 + observation.length)
      row[start] = 1
      row.set(observation, start + 1)
      return row
    }
    const bandit = definition.make({ arms: count, rng, features }, state?.policy)
    const ranks = new Ranks(state?.ranks)
    return {
      choose: (allowed, { observation }) => ({ member: bandit.choose(allowed, observation) ?? (allowed[0] as number) }),
      chosen: ({ member }, { observation }) => bandit.pull(member, observation),
      learn: ({ transition, choice }) => {
        const { reward, observation } = transition
        const given = credit === 'rank' ? ranks.add(reward) : reward
        if (choice === undefined) bandit.seen?.(given)
        else bandit.reward(choice.member, given, observation, true)
      },
      save: () => ({ json: { policy: bandit.save(), ranks: [...ranks.save()] }, buffers: {} }),
    }
  }
