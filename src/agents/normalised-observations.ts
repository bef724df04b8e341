import type { Json } from '../core/index.js'
import { type ObservationNormaliser, observationNormaliser } from '../env/index.js'
import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  agentFactory,
  savedState,
  type Transition,
} from './agent.js'
import { packState, unpackState } from './nested.js'

const VERSION = 1

/**
 * An agent that sees observations with mean 0 and variance 1 in each number, by the moments of what was shown so far, clipped to [-10, 10]. The
 * moments are saved with the agent. What it was shown when it was asked, it is told of in the same numbers, however the moments have moved on since.
 *
 * For observations of unlike scales, as parts of your own may have; the built-in ones lie in [-1, 1]. A policy says nothing without the moments,
 * so that this agent has none to carry over.
 * @see `normaliseObservation`, the same for an environment
 * @example
 * const agent = normalisedObservations(ppo())
 */
export const normalisedObservations = (agent: AgentFactory): AgentFactory => {
  const name = `${agent.agentName}, normalised`
  return agentFactory(name, async context => {
    const state = savedState(context, name, VERSION)
    const saved = state?.json as unknown as SavedJson | undefined
    const normaliser = observationNormaliser(name, context.observationSpace, saved?.moments)
    const { state: _, ...rest } = context
    const inner: AgentContext = { ...rest, observationSpace: normaliser.space }
    const innerState = state && saved && unpackState('agent', { json: saved.agent, buffers: state.buffers })
    const made = await agent({ ...inner, ...(innerState && { state: innerState }) })
    return new NormalisedAgent(name, made, normaliser, saved?.shown ?? [])
  })
}

interface SavedJson {
  readonly moments: Json
  /** What the agent was shown for trials that are pending. */
  readonly shown: readonly (readonly [trial: number, observation: readonly number[]])[]
  /** Packed. */
  readonly agent: Json
}

class NormalisedAgent implements Agent {
  readonly name: string
  readonly #agent: Agent
  readonly #normaliser: ObservationNormaliser
  readonly #shown: Map<number, Float32Array>

  constructor(name: string, agent: Agent, normaliser: ObservationNormaliser, shown: SavedJson['shown']) {
    this.name = name
    this.#agent = agent
    this.#normaliser = normaliser
    this.#shown = new Map(shown.map(([trial, observation]) => [trial, Float32Array.from(observation)]))
  }

  ask(requests: readonly AskRequest[]): ReturnType<Agent['ask']> {
    const shown = requests.map(request => {
      this.#normaliser.see(request.observation)
      const observation = this.#normaliser.normalised(request.observation)
      this.#shown.set(request.trial, observation)
      return { ...request, observation }
    })
    return this.#agent.ask(shown)
  }

  tell(transitions: readonly Transition[]): ReturnType<Agent['tell']> {
    return this.#agent.tell(
      transitions.map(transition => {
        const { trial, origin } = transition
        const shown = origin === 'agent' ? this.#shown.get(trial) : undefined
        this.#shown.delete(trial)
        return {
          ...transition,
          observation: shown ?? this.#normaliser.normalised(transition.observation),
          nextObservation: this.#normaliser.normalised(transition.nextObservation),
        }
      }),
    )
  }

  async save(): Promise<AgentState> {
    const { json, buffers } = packState('agent', await this.#agent.save())
    const shown = [...this.#shown].map(([trial, observation]) => [trial, [...observation]] as const)
    const saved: SavedJson = { moments: this.#normaliser.save(), shown, agent: json }
    return { kind: this.name, version: VERSION, json: saved as unknown as Json, buffers }
  }

  close(): ReturnType<NonNullable<Agent['close']>> {
    return this.#agent.close?.()
  }
}
