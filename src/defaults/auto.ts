import {
  type Agent,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  agentFactory,
  type Suggestion,
  savedState,
  type Transition,
} from '../agents/agent.js'
import type { Json } from '../core/index.js'
import { type Choice, chosen, factsOf, strategyOf } from './choice.js'

export interface AutoOptions {
  /**
   * Whether measuring a configuration again shows another figure, by as much as configurations differ: then a space of few configurations is
   * measured again and again. Larger ones are searched as without noise: it makes all strategies worse, and none of them the better one.
   * Default false.
   */
  readonly noisy?: boolean
}

const NAME = 'auto'
const VERSION = 1

/**
 * Picks a strategy by the space, the budget, the number of objectives and the noise, and says in the reason of its first trial what it
 * picked and why. What a study has begun with it goes on with.
 */
export const auto = ({ noisy = false }: AutoOptions = {}): AgentFactory =>
  agentFactory(NAME, async context => {
    const state = savedState(context, NAME, VERSION)
    const saved = state?.json as unknown as Saved | undefined
    const facts = factsOf(context, noisy)
    const choice = saved?.choice ?? chosen(facts)
    const { state: _, ...rest } = context
    const inner = state && saved && { ...saved.agent, buffers: state.buffers }
    const agent = await strategyOf(choice.strategy, facts.trials)({ ...rest, ...(inner && { state: inner }) })
    return new AutoAgent(agent, choice, saved?.isSaid ?? false)
  })

interface Saved {
  readonly choice: Choice
  readonly isSaid: boolean
  /** Its buffers are the outer ones. */
  readonly agent: Omit<AgentState, 'buffers'>
}

class AutoAgent implements Agent {
  readonly name = NAME
  declare readonly isBlind?: true
  readonly #agent: Agent
  readonly #choice: Choice
  #isSaid: boolean

  constructor(agent: Agent, choice: Choice, isSaid: boolean) {
    this.#agent = agent
    if (agent.isBlind) this.isBlind = true
    this.#choice = choice
    this.#isSaid = isSaid
  }

  ask(requests: readonly AskRequest[]): ReturnType<Agent['ask']> {
    const suggestions = this.#agent.ask(requests)
    if (this.#isSaid) return suggestions
    return suggestions instanceof Promise ? suggestions.then(this.#saying) : this.#saying(suggestions)
  }

  readonly #saying = (suggestions: readonly (Suggestion | undefined)[]): readonly (Suggestion | undefined)[] =>
    suggestions.map(suggestion => {
      if (suggestion === undefined || this.#isSaid) return suggestion
      this.#isSaid = true
      const { strategy, because } = this.#choice
      const said = `auto picked ${strategy} for ${because}`
      return { ...suggestion, reason: suggestion.reason === undefined ? said : `${said}; ${suggestion.reason}` }
    })

  tell(transitions: readonly Transition[]): ReturnType<Agent['tell']> {
    return this.#agent.tell(transitions)
  }

  async save(): Promise<AgentState> {
    const { buffers, ...agent } = await this.#agent.save()
    const saved: Saved = { choice: this.#choice, isSaid: this.#isSaid, agent }
    return { kind: NAME, version: VERSION, json: saved as unknown as Json, buffers }
  }

  close(): ReturnType<NonNullable<Agent['close']>> {
    return this.#agent.close?.()
  }
}
