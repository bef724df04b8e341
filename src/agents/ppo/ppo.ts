import type { AgentFactory, Policy } from '../agent.js'
import { expectOption } from '../expect.js'
import { configuringAgent } from '../policy-gradient/configuring-agent.js'
import type { PolicyLearner } from '../policy-gradient/learner.js'
import { type Noted, nextObservationsOf, rolloutOf } from './experience.js'
import { PpoLearner } from './learner.js'
import { type PpoOptions, type PpoSettings, ppoSettings } from './options.js'

export interface PpoAgentOptions extends PpoOptions {
  /** Trials between updates. Default: 16. */
  readonly rolloutTrials?: number
  /** What it begins with: a policy of an earlier study of the same parameters, as on another device. It goes on learning. Default: one that knows nothing. */
  readonly policy?: Policy
  /** Part of the trials that are drawn from the whole space, 0 to 1: what was learnt elsewhere may mislead here. Default: 0.2 with a policy, otherwise 0. */
  readonly explore?: number
}

/** Measurements are few: each is learnt from in more and smaller steps, and a trial's reward counts for itself (a configuration does not change what the next one costs). */
const FOR_TUNING: PpoOptions = {
  learningRate: 3e-3,
  epochs: 10,
  batchSize: 16,
  gamma: 0,
  entropy: { from: 0.05, to: 0.005 },
  hidden: [32, 32],
}

/**
 * Proximal policy optimisation over whole configurations: the policy draws a configuration value by value, within the constraints, and learns
 * from rewards. The same learner as `trainPpo`; trials of a slot are one trajectory.
 *
 * A known configuration is never proposed again: the policy draws anew, and after 20 draws a configuration is taken at random,
 * from which nothing is learnt, as from trials of the caller. Failed and pruned trials count with their rewards. From a cold start it wants many
 * more trials than a search does; docs/learners.md has figures.
 *
 * Throws InvalidAgent for an option out of range; its factory for a policy of other parameters or observations, and where tfjs cannot run.
 * @see Schulman et al. 2017, "Proximal policy optimization algorithms"
 */
export const ppo = ({
  rolloutTrials = 16,
  policy,
  explore = policy ? 0.2 : 0,
  ...options
}: PpoAgentOptions = {}): AgentFactory => {
  const isBatch = Number.isInteger(rolloutTrials) && rolloutTrials >= 2
  expectOption(isBatch, 'ppo', 'rolloutTrials', 'to be a whole number of 2 or more', rolloutTrials)
  expectOption(explore >= 0 && explore <= 1, 'ppo', 'explore', 'in [0, 1]', explore)
  const settings = ppoSettings({ ...FOR_TUNING, ...options, ...(policy && { hidden: policy.hidden }) })
  return configuringAgent(
    'ppo',
    { batchTrials: rolloutTrials, hidden: settings.hidden, policy, explore },
    async (shape, rng, start) => policyLearner(await PpoLearner.open(shape, settings, rng, start), settings),
  )
}

/** PPO as an agent over configurations sees it: a rollout is what it has told since the last update. */
const policyLearner = (learner: PpoLearner, settings: PpoSettings): PolicyLearner<Noted> => ({
  act: async (observation, masking) => {
    const { drawn, values } = await learner.act(observation, 1, { masking: () => masking })
    const [{ action, logProbability, mask }] = drawn as [(typeof drawn)[number]]
    return { action, logProbability, mask: mask.join(''), value: values[0] as number }
  },
  learn: async (batch, done) => {
    const nextValues = await learner.values(nextObservationsOf(batch), batch.length)
    await learner.learn(rolloutOf(batch, nextValues, settings), done)
  },
  save: () => learner.save(),
  close: () => learner.close(),
})
