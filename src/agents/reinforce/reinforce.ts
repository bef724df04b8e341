import type { AgentFactory, Policy } from '../agent.js'
import { expectOption } from '../expect.js'
import { configuringAgent } from '../policy-gradient/configuring-agent.js'
import { columnsOf, type Noted } from '../policy-gradient/experience.js'
import type { PolicyLearner } from '../policy-gradient/learner.js'
import { ReinforceLearner } from './learner.js'
import { type ReinforceOptions, reinforceSettings } from './options.js'

/** As `ReinforceOptions`; `episodesPerUpdate` counts trials here, at least 2, and there is nothing to discount. */
export interface ReinforceAgentOptions extends Omit<ReinforceOptions, 'gamma'> {
  /** What it begins with, as for `ppo`. Default: a policy that knows nothing. */
  readonly policy?: Policy
  /** As for `ppo`. Default: 0.2 with a policy, otherwise 0. */
  readonly explore?: number
}

/** Measurements are few, so that each step is a long one; normalised, since a reward may have any scale. */
const FOR_TUNING: ReinforceAgentOptions = {
  learningRate: 1e-2,
  hidden: [32, 32],
  episodesPerUpdate: 16,
  normalise: true,
}

/**
 * REINFORCE over whole configurations, the plainest of the agents that learn a policy: it draws a configuration value by value, within
 * the constraints, as `ppo()` does, and takes one gradient step after each 16 trials. A trial is an episode of one step, and its reward the return.
 * The policy gradient is the one of the policy as it is when it learns: of trials still pending during an update it is an approximation.
 *
 * A known configuration is never proposed again: the policy draws anew, and after 20 draws a configuration is taken at random,
 * from which nothing is learnt, as from trials of the caller. Failed and pruned trials count with their rewards.
 *
 * Throws InvalidAgent for an option out of range; its factory, where tfjs cannot run.
 * @see Williams 1992, "Simple statistical gradient-following algorithms for connectionist reinforcement learning"
 */
export const reinforce = ({
  policy,
  explore = policy ? 0.2 : 0,
  ...options
}: ReinforceAgentOptions = {}): AgentFactory => {
  const settings = reinforceSettings({ ...FOR_TUNING, ...options, ...(policy && { hidden: policy.hidden }), gamma: 0 })
  const { episodesPerUpdate, hidden } = settings
  expectOption(episodesPerUpdate >= 2, 'reinforce', 'episodesPerUpdate', '>= 2 in a study', episodesPerUpdate)
  expectOption(explore >= 0 && explore <= 1, 'reinforce', 'explore', 'in [0, 1]', explore)
  return configuringAgent(
    'reinforce',
    { batchTrials: episodesPerUpdate, hidden, policy, explore },
    async (shape, rng, start) => policyLearner(await ReinforceLearner.open(shape, settings, rng, start)),
  )
}

/** REINFORCE as an agent over configurations sees it. */
const policyLearner = (learner: ReinforceLearner): PolicyLearner<Noted> => ({
  act: async (observation, masking) => {
    const { action, mask } = await learner.act(observation, { masking })
    return { action, mask: mask.join('') }
  },
  learn: async (batch, done) => {
    await learner.learn({ ...columnsOf(batch), returns: Float32Array.from(batch, ({ reward }) => reward) }, done)
  },
  save: () => learner.save(),
  close: () => learner.close(),
})
