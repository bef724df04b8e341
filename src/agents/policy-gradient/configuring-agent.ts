import { type Config, type Json, type Rng, restoreRng } from '../../core/index.js'
import { type FactoredActions, factoredActions } from '../../env/index.js'
import { type Visited, visitedOf } from '../../space/index.js'
import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  agentFactory,
  configure,
  type Policy,
  type PolicyAgent,
  type Suggestion,
  savedState,
  type Transition,
} from '../agent.js'
import { expectOption } from '../expect.js'
import { networkBuffers, networkFrom } from '../networks/bytes.js'
import type { HeadShape } from '../networks/head.js'
import { expectPolicyFor, headOfPolicy, makePolicy, type PolicyShape, thetaOf } from '../policy.js'
import { partDone } from '../schedule.js'
import { Experience, type Noted } from './experience.js'
import type { LearnerStart, LearnerState, PolicyLearner } from './learner.js'

/** Opens a learner whose policy sees `observationSize` numbers; `start` is what `save` of another one answered, or its parameters alone. */
export type OpenLearner<N extends Noted> = (
  shape: { readonly observationSize: number; readonly head: HeadShape },
  rng: Rng,
  start: LearnerStart | undefined,
) => Promise<PolicyLearner<N>>

export interface ConfiguringOptions {
  /** Trials of its own between updates. */
  readonly batchTrials: number
  /** Widths of the policy's hidden layers. */
  readonly hidden: readonly number[]
  /** What it begins with, from an earlier study of the same parameters. */
  readonly policy?: Policy | undefined
  /** Part of the trials that are drawn from the whole space, for a policy that others have taught may mislead. */
  readonly explore: number
}

const VERSION = 1

/** Draws in a row from the policy that may be known configurations before one is drawn at random. */
const MAX_KNOWN = 20

/**
 * An agent over whole configurations whose policy draws them value by value, within the constraints, and learns from the rewards of
 * each `batchTrials` trials of its own.
 *
 * A known configuration is never proposed again: the policy draws anew, and after 20 draws a configuration is taken at random,
 * from which nothing is learnt, as from trials of the caller. Failed and pruned trials count with their rewards.
 *
 * Its factory throws InvalidAgent for a policy of other parameters or observations.
 *
 * @param name of the agent, and the kind of its saved state
 */
export const configuringAgent = <N extends Noted>(
  name: PolicyAgent,
  options: ConfiguringOptions,
  open: OpenLearner<N>,
): AgentFactory =>
  agentFactory(name, async context => {
    const { hidden, policy } = options
    const state = savedState(context, name, VERSION)
    const { choices, realNames } = factoredActions(context.space)
    const { names: inputs } = context.observationSpace
    const policyShape: PolicyShape = { agent: name, inputs, choices, reals: realNames, hidden }
    expectOption(inputs.length > 0, name, 'an observation', 'of one number or more', inputs)
    if (policy) expectPolicyFor(policy, policyShape)
    const shape = { observationSize: inputs.length, head: headOfPolicy(policyShape) }
    const start = state ? learnerFrom(state) : policy && { theta: thetaOf(policy) }
    const learner = await open(shape, context.rng.fork('learner'), start)
    return new ConfiguringAgent(context, learner, options, policyShape, state)
  })

interface SavedJson {
  readonly rng: Json
  readonly told: number
  readonly experience: Json
  readonly learner: { readonly rng: Json; readonly t: number }
}

const learnerFrom = ({ json, buffers }: AgentState): LearnerState => {
  const { rng, t } = (json as unknown as SavedJson).learner
  return { ...networkFrom(buffers, t), rng }
}

class ConfiguringAgent<N extends Noted> implements Agent {
  readonly name: string
  readonly #context: AgentContext
  readonly #learner: PolicyLearner<N>
  readonly #options: ConfiguringOptions
  readonly #policyShape: PolicyShape
  readonly #actions: FactoredActions
  readonly #visited: Visited
  readonly #rng: Rng
  readonly #experience: Experience<N>
  #told: number

  constructor(
    context: AgentContext,
    learner: PolicyLearner<N>,
    options: ConfiguringOptions,
    policyShape: PolicyShape,
    state: AgentState | undefined,
  ) {
    const saved = state?.json as unknown as SavedJson | undefined
    this.name = policyShape.agent
    this.#policyShape = policyShape
    this.#context = context
    this.#learner = learner
    this.#options = options
    this.#actions = factoredActions(context.space)
    this.#visited = visitedOf(context.space, state?.buffers.visited)
    this.#rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    this.#experience = new Experience(saved?.experience)
    this.#told = saved?.told ?? 0
  }

  async ask(requests: readonly AskRequest[]): Promise<(Suggestion | undefined)[]> {
    const suggestions: (Suggestion | undefined)[] = []
    for (const { observation, underWay = [] } of requests) {
      for (const config of underWay) this.#visited.add(config)
      const { explore } = this.#options
      // No number is drawn where nothing is explored.
      const isExploring = explore > 0 && this.#rng.next() < explore
      const drawn = isExploring ? this.#drawAny('to explore') : await this.#drawNew(observation)
      suggestions.push(drawn ?? this.#drawAny('the policy drew known configurations only'))
    }
    return suggestions
  }

  async #drawNew(observation: Float32Array): Promise<Suggestion | undefined> {
    for (let known = 0; known < MAX_KNOWN; known++) {
      const noted = await this.#learner.act(observation, this.#actions.masking)
      const config: Config = this.#actions.configOf(noted.action)
      if (!this.#visited.add(config)) continue
      return { action: configure(config), memo: noted as unknown as Json, reason: 'drawn from the policy' }
    }
    return undefined
  }

  #drawAny(reason: string): Suggestion | undefined {
    const config = this.#visited.draw(this.#rng)
    return config && { action: configure(config), reason: `drawn at random: ${reason}` }
  }

  async tell(transitions: readonly Transition[]): Promise<void> {
    for (const transition of transitions) {
      if (transition.origin === 'caller') this.#visited.add(transition.action.config)
      this.#told++
      this.#experience.add(transition)
      if (this.#experience.length >= this.#options.batchTrials) await this.#learn()
    }
  }

  async #learn(): Promise<void> {
    await this.#learner.learn(this.#experience.entries, partDone(this.#told, this.#context.budget))
    this.#experience.clear()
  }

  save(): AgentState {
    const { theta, adam, rng } = this.#learner.save()
    const saved: SavedJson = {
      rng: this.#rng.state(),
      told: this.#told,
      experience: this.#experience.save(),
      learner: { rng, t: adam.t },
    }
    const buffers = { ...networkBuffers(theta, adam), visited: this.#visited.save() }
    return { kind: this.name, version: VERSION, json: saved as unknown as Json, buffers }
  }

  policy(): Policy {
    return makePolicy(this.#policyShape, this.#learner.save().theta)
  }

  close(): void {
    this.#learner.close()
  }
}
