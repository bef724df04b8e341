import { type AgentFactory, agentFactory, type Policy } from '../agent.js'
import { expectOption } from '../expect.js'
import { expectPolicyFor, type PolicyShape } from '../policy.js'
import { type PpoOptions, ppoSettings } from '../ppo/options.js'
import { openChoosingAgent } from './choosing-agent.js'
import { featureNames } from './outlook.js'
import { policyChooser } from './policy-chooser.js'
import { expectMembers, type Member, nameOf } from './proposer.js'

export interface OperatorPolicyOptions extends PpoOptions {
  /** A trained policy for members of the same names in the same order, as `trainOperatorPolicy` makes it. Default: one that knows nothing. */
  readonly policy?: Policy
  /** Whether it learns from the trials of the study. Default: only where no policy is given. */
  readonly learn?: boolean
  /** Trials between updates. Whole, at least 2. Default: 32. */
  readonly rolloutTrials?: number
}

/** Trials are few, so that the policy is a linear one; what a choice leads to shows within some trials. */
const FOR_CHOOSING: PpoOptions = { hidden: [], learningRate: 3e-3, gamma: 0.9, batchSize: 32, entropy: 0.02 }

/**
 * A policy network that chooses which member proposes next, an operator or a whole agent, by budget left, stagnation, failures, and
 * how each member has done lately. What it sees and chooses among is the same for every space: trained in simulation over recorded problems, it serves
 * ones that it has not seen.
 *
 * Its factory throws InvalidAgent for fewer than two members, an option out of range, a policy of other members, or where tfjs cannot run.
 * @see `trainOperatorPolicy` for the training, `PpoLearner` for the learner
 */
export const operatorPolicy = (members: readonly Member[], options: OperatorPolicyOptions = {}): AgentFactory => {
  const { policy, learn = policy === undefined, rolloutTrials = 32, ...rest } = options
  expectMembers('operatorPolicy', members)
  expectOption(
    Number.isInteger(rolloutTrials) && rolloutTrials >= 2,
    'operatorPolicy',
    'rolloutTrials',
    'to be whole and >= 2',
    rolloutTrials,
  )
  const shape = operatorPolicyShape(members)
  if (policy) expectPolicyFor(policy, shape)
  const settings = ppoSettings({ ...FOR_CHOOSING, ...rest, ...(policy && { hidden: policy.hidden }) })
  const isLearning = learn ? rolloutTrials : undefined
  return agentFactory('operatorPolicy', context =>
    openChoosingAgent('operatorPolicy', members, policyChooser(shape, settings, policy, isLearning), context),
  )
}

/** What a policy for these members sees and chooses among. */
export const operatorPolicyShape = (members: readonly Member[]): Omit<PolicyShape, 'hidden'> => {
  const names = members.map(nameOf)
  return { agent: 'operatorPolicy', inputs: featureNames(names), choices: [names], reals: [] }
}
