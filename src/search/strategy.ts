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
} from '../agents/agent.js'
import { type Config, fault, type Json, ParetuneError, type Rng, restoreRng } from '../core/index.js'
import type { Budget, Goals } from '../goals/index.js'
import { type Space, type Visited, visitedOf } from '../space/index.js'
import { type Evaluation, evaluationOf } from './evaluation.js'

/** A configuration to try, and what to note with it. */
export interface Proposal {
  readonly config: Config
  /** Part of the full measurement, in (0, 1]; 1 where absent. Others than 1 are for strategies of lower `fidelities`. */
  readonly fidelity?: number
  /** Number of the trial that measured this configuration at a lower fidelity: it is known then, and proposed none the less. */
  readonly resumeFrom?: number
  /** One sentence for people. */
  readonly reason?: string
  /** Comes back with the evaluation. */
  readonly memo?: Json
}

/** What a strategy works with. */
export interface Tools {
  readonly space: Space
  readonly goals: Goals
  /** Restored where the strategy goes on. */
  readonly rng: Rng
  readonly budget: Budget
  /** Whether a configuration was proposed or told before. */
  isKnown(config: Config): boolean
  /** Proposed by the caller or the strategy and not told yet; the strategy's own the oldest first. */
  pending(): readonly Config[]
}

/** What goes on, as JSON and (large columns of numbers) bytes. */
export interface Saved {
  readonly json: Json
  readonly buffers?: Readonly<Record<string, Uint8Array>>
}

/**
 * A search strategy: the one idea of it, and nothing else. That no configuration is proposed twice, what happens once a space is used
 * up, parallel trials, trials of the caller, saving and restoring are the business of `strategy`.
 */
export interface Strategy {
  /**
   * What to try next, by what is known now; it never waits for what is pending. A known configuration is passed over, and the
   * strategy is asked again; undefined draws one at random.
   */
  propose(): Proposal | undefined
  /** What to note with a configuration that is drawn at random for want of a new proposal. */
  drawn?(): Omit<Proposal, 'config'>
  /** What to propose where there is nothing to draw, because every configuration is known; undefined ends the search. */
  usedUp?(): Proposal | undefined
  /** One trial more: an own one, or one of the caller, of full fidelity, whose configuration was not known before. */
  learn(evaluation: Evaluation): void
  /** A trial of the caller, of full fidelity, whose configuration was known before. */
  learnAgain?(evaluation: Evaluation): void
  save(): Saved
}

/** How a strategy is made. */
export interface StrategyDefinition {
  readonly name: string
  /** Of its saved state. Default 1. */
  readonly version?: number
  /** How many objectives it can handle. */
  readonly objectives: 'one' | 'any'
  /** `lower`: it proposes lower fidelities too, and learns of them. Default `full`. */
  readonly fidelities?: 'full' | 'lower'
  /** `saved` is what `save` answered, where it goes on. Throws a ParetuneError (InvalidAgent) where the space is not for it. */
  make(tools: Tools, saved: Saved | undefined): Strategy
}

/** Proposals in a row that may be known before a configuration is drawn at random. */
const maxKnown = 50

/** Makes an agent of a strategy. */
export const strategy = (definition: StrategyDefinition): AgentFactory =>
  agentFactory(definition.name, context => {
    const { objectives, name } = definition
    const { names } = context.goals
    if (objectives === 'one' && names.length > 1) {
      const message = `${name}: expected one objective, got ${names.length} (${names.join(', ')}); scalarised(agent, ...) makes one of them`
      throw new ParetuneError(fault('InvalidAgent', message))
    }
    return new StrategyAgent(definition, context)
  })

interface SavedJson {
  readonly rng: Json
  readonly pending: readonly (readonly [trial: number, config: Config])[]
  readonly underWay?: readonly Config[]
  readonly strategy: Json
}

class StrategyAgent implements Agent {
  readonly name: string
  /** Strategies see evaluations alone. */
  readonly isBlind = true
  readonly #version: number
  readonly #hasLower: boolean
  readonly #space: Space
  readonly #rng: Rng
  readonly #visited: Visited
  readonly #pending: Map<number, Config>
  /** What the caller has under way and was not known before, by fingerprint. */
  readonly #underWay: Map<string, Config>
  readonly #strategy: Strategy

  constructor({ name, version = 1, fidelities = 'full', make }: StrategyDefinition, context: AgentContext) {
    this.name = name
    this.#version = version
    this.#hasLower = fidelities === 'lower'
    const state = savedState(context, name, version)
    const saved = state?.json as SavedJson | undefined
    this.#rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    this.#visited = visitedOf(context.space, state?.buffers.visited)
    this.#pending = new Map(saved?.pending)
    const { space, goals, budget } = context
    this.#space = space
    this.#underWay = new Map(saved?.underWay?.map(config => [space.fingerprint(config), config]))
    const tools: Tools = {
      space,
      goals,
      budget,
      rng: this.#rng,
      isKnown: config => this.#visited.has(config),
      pending: () => [...this.#underWay.values(), ...this.#pending.values()],
    }
    this.#strategy = make(
      tools,
      state && { json: (state.json as unknown as SavedJson).strategy, buffers: state.buffers },
    )
  }

  ask(requests: readonly AskRequest[]): (Suggestion | undefined)[] {
    return requests.map(({ trial, underWay = [] }) => {
      for (const config of underWay)
        if (this.#visited.add(config)) this.#underWay.set(this.#space.fingerprint(config), config)
      const proposal = this.#propose()
      if (proposal === undefined) return undefined
      this.#pending.set(trial, proposal.config)
      return suggestionOf(proposal)
    })
  }

  #propose(): Proposal | undefined {
    for (let known = 0; known < maxKnown; known++) {
      const proposal = this.#strategy.propose()
      if (proposal === undefined) break
      if (proposal.resumeFrom !== undefined || this.#visited.add(proposal.config)) return proposal
    }
    const config = this.#visited.draw(this.#rng)
    if (config === undefined) return this.#strategy.usedUp?.()
    return { config, ...(this.#strategy.drawn?.() ?? { reason: 'drawn at random' }) }
  }

  tell(transitions: readonly Transition[]): void {
    for (const transition of transitions) {
      const own = transition.origin === 'agent'
      if (own) this.#pending.delete(transition.trial)
      const { config } = transition.action
      const wasUnderWay = !own && this.#underWay.size > 0 && this.#underWay.delete(this.#space.fingerprint(config))
      if (transition.fidelity < 1 && !(own && this.#hasLower)) continue
      const isNew = own || wasUnderWay || this.#visited.add(config)
      if (isNew) this.#strategy.learn(evaluationOf(transition))
      else this.#strategy.learnAgain?.(evaluationOf(transition))
    }
  }

  save(): AgentState {
    const { json, buffers } = this.#strategy.save()
    const saved: SavedJson = {
      rng: this.#rng.state(),
      pending: [...this.#pending],
      ...(this.#underWay.size > 0 && { underWay: [...this.#underWay.values()] }),
      strategy: json,
    }
    return {
      kind: this.name,
      version: this.#version,
      json: saved as unknown as Json,
      buffers: { ...buffers, visited: this.#visited.save() },
    }
  }
}

/** Key by key: spreads of what may be absent take longer than the rest of an ask. */
const suggestionOf = ({ config, fidelity, resumeFrom, reason, memo }: Proposal): Suggestion => {
  const suggestion: { -readonly [K in keyof Suggestion]: Suggestion[K] } = { action: configure(config) }
  if (fidelity !== undefined) suggestion.fidelity = fidelity
  if (resumeFrom !== undefined) suggestion.resumeFrom = resumeFrom
  if (reason !== undefined) suggestion.reason = reason
  if (memo !== undefined) suggestion.memo = memo
  return suggestion
}
