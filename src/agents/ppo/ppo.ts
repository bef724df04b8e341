import { type Config, fault, type Json, ParetuneError, type Rng, restoreRng } from '../../core/index.js'
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
  type Suggestion,
  savedState,
  type Transition,
} from '../agent.js'
import { networkBuffers, networkFrom } from '../networks/bytes.js'
import { partDone } from '../schedule.js'
import { Experience, type Noted } from './experience.js'
import { PpoLearner, type PpoLearnerState } from './learner.js'
import { type PpoOptions, type PpoSettings, ppoSettings } from './options.js'

export interface PpoAgentOptions extends PpoOptions {
  /** Trials between updates. Default: 16. */
  readonly rolloutTrials?: number
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

/** Draws in a row from the policy that may be known configurations before one is drawn at random. */
const MAX_KNOWN = 20

/**
 * Proximal policy optimisation over whole configurations: the policy draws a configuration value by value, within the constraints, and learns
 * from rewards. The same learner as `trainPpo`; trials of a slot are one trajectory.
 *
 * A known configuration is never proposed again: the policy draws anew, and after 20 draws a configuration is taken at random,
 * from which nothing is learnt, as from trials of the caller. Failed and pruned trials count with their rewards. From a cold start it wants many
 * more trials than a search does; docs/agents.md has figures.
 *
 * Its factory throws InvalidAgent for an option out of range, or where tfjs cannot run.
 * @see Schulman et al. 2017, "Proximal policy optimization algorithms"
 */
export const ppo = ({ rolloutTrials = 16, ...options }: PpoAgentOptions = {}): AgentFactory => {
  if (!(Number.isInteger(rolloutTrials) && rolloutTrials >= 2)) {
    const message = `ppo: expected rolloutTrials to be a whole number of 2 or more, got ${rolloutTrials}`
    throw new ParetuneError(fault('InvalidAgent', message))
  }
  const settings = ppoSettings({ ...FOR_TUNING, ...options })
  return agentFactory('ppo', async context => {
    const state = savedState(context, 'ppo', 1)
    const { sizes, reals } = factoredActions(context.space)
    const shape = { observationSize: context.observationSpace.size, head: { sizes, reals } }
    const learner = await PpoLearner.open(shape, settings, context.rng.fork('learner'), state && learnerFrom(state))
    return new PpoAgent(context, learner, settings, rolloutTrials, state)
  })
}

interface SavedJson {
  readonly rng: Json
  readonly told: number
  readonly experience: Json
  readonly learner: { readonly rng: Json; readonly t: number }
}

const learnerFrom = ({ json, buffers }: AgentState): PpoLearnerState => {
  const { rng, t } = (json as unknown as SavedJson).learner
  return { ...networkFrom(buffers, t), rng }
}

class PpoAgent implements Agent {
  readonly name = 'ppo'
  readonly #context: AgentContext
  readonly #learner: PpoLearner
  readonly #settings: PpoSettings
  readonly #rolloutTrials: number
  readonly #actions: FactoredActions
  readonly #visited: Visited
  readonly #rng: Rng
  readonly #experience: Experience
  #told: number

  constructor(
    context: AgentContext,
    learner: PpoLearner,
    settings: PpoSettings,
    rolloutTrials: number,
    state: AgentState | undefined,
  ) {
    const saved = state?.json as unknown as SavedJson | undefined
    this.#context = context
    this.#learner = learner
    this.#settings = settings
    this.#rolloutTrials = rolloutTrials
    this.#actions = factoredActions(context.space)
    this.#visited = visitedOf(context.space, state?.buffers.visited)
    this.#rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    this.#experience = new Experience(saved?.experience)
    this.#told = saved?.told ?? 0
  }

  async ask(requests: readonly AskRequest[]): Promise<(Suggestion | undefined)[]> {
    const suggestions: (Suggestion | undefined)[] = []
    for (const { observation } of requests) suggestions.push((await this.#drawNew(observation)) ?? this.#drawAny())
    return suggestions
  }

  async #drawNew(observation: Float32Array): Promise<Suggestion | undefined> {
    for (let known = 0; known < MAX_KNOWN; known++) {
      const { drawn, values } = await this.#learner.act(observation, 1, { masking: () => this.#actions.masking })
      const [{ action, logProbability, mask }] = drawn as [(typeof drawn)[number]]
      const config: Config = this.#actions.configOf(action)
      if (!this.#visited.add(config)) continue
      const memo: Noted = { action, logProbability, mask: mask.join(''), value: values[0] as number }
      return { action: configure(config), memo: memo as unknown as Json, reason: 'drawn from the policy' }
    }
    return undefined
  }

  #drawAny(): Suggestion | undefined {
    const config = this.#visited.draw(this.#rng)
    return config && { action: configure(config), reason: 'drawn at random: the policy drew known configurations only' }
  }

  async tell(transitions: readonly Transition[]): Promise<void> {
    for (const transition of transitions) {
      if (transition.origin === 'caller') this.#visited.add(transition.action.config)
      this.#told++
      this.#experience.add(transition)
      if (this.#experience.length >= this.#rolloutTrials) await this.#learn()
    }
  }

  async #learn(): Promise<void> {
    const done = partDone(this.#told, this.#context.budget)
    const values = await this.#learner.values(this.#experience.nextObservations(), this.#experience.length)
    await this.#learner.learn(this.#experience.rollout(values, this.#settings), done)
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
    return { kind: 'ppo', version: 1, json: saved as unknown as Json, buffers }
  }

  close(): void {
    this.#learner.close()
  }
}
