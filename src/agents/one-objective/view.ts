import type { Json, Measured } from '../../core/index.js'
import type { Goals } from '../../goals/index.js'
import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  agentFactory,
  savedState,
  type Transition,
} from '../agent.js'
import { packState, unpackState } from '../nested.js'

/** A study as an agent with other goals sees it. */
export interface View {
  /** What the agent is made for. */
  readonly goals: Goals
  /** What it can be told of now, in order. What cannot be judged yet is kept, and everything after it. */
  seen(transitions: readonly Transition[]): readonly Transition[]
  save(): Json
}

/** The same transitions, with what was measured judged anew. */
export const judgedAnew = (
  transitions: readonly Transition[],
  judge: (measured: Measured) => Measured,
): readonly Transition[] =>
  transitions.map(transition =>
    transition.outcome._tag === 'Measured' ? { ...transition, outcome: judge(transition.outcome) } : transition,
  )

const VERSION = 1

/**
 * An agent that sees the study through a view. Its questions, suggestions and memos go through as they are, rewards too; earlier studies
 * are not shown to it, their outcomes are of other goals.
 * @param open makes the view; `saved` is what its `save` answered, where it goes on
 */
export const viewing = (
  name: string,
  agent: AgentFactory,
  open: (context: AgentContext, saved: Json | undefined) => View,
): AgentFactory =>
  agentFactory(name, async context => {
    const state = savedState(context, name, VERSION)
    const saved = state?.json as unknown as SavedJson | undefined
    const view = open(context, saved?.view)
    const { state: _, history: __, ...rest } = context
    const innerState = state && saved && unpackState('agent', { json: saved.agent, buffers: state.buffers })
    const made = await agent({ ...rest, goals: view.goals, ...(innerState && { state: innerState }) })
    return new ViewingAgent(name, made, view)
  })

interface SavedJson {
  readonly view: Json
  /** Packed. */
  readonly agent: Json
}

class ViewingAgent implements Agent {
  readonly name: string
  readonly ask: Agent['ask']
  /** Where the agent has one. */
  readonly policy?: NonNullable<Agent['policy']>
  readonly #agent: Agent
  readonly #view: View

  constructor(name: string, agent: Agent, view: View) {
    this.name = name
    this.ask = requests => agent.ask(requests)
    if (agent.policy) this.policy = agent.policy.bind(agent)
    this.#agent = agent
    this.#view = view
  }

  tell(transitions: readonly Transition[]): ReturnType<Agent['tell']> {
    const seen = this.#view.seen(transitions)
    return seen.length > 0 ? this.#agent.tell(seen) : undefined
  }

  async save(): Promise<AgentState> {
    const { json, buffers } = packState('agent', await this.#agent.save())
    const saved: SavedJson = { view: this.#view.save(), agent: json }
    return { kind: this.name, version: VERSION, json: saved as unknown as Json, buffers }
  }

  close(): ReturnType<NonNullable<Agent['close']>> {
    return this.#agent.close?.()
  }
}
