import type { Json } from '../../core/index.js'
import {
  type Agent,
  type AgentContext,
  type AgentState,
  type AskRequest,
  configure,
  type Policy,
  type Suggestion,
  savedState,
  type Transition,
} from '../agent.js'
import { packState, unpackState } from '../nested.js'
import type { Choice, Chooser } from './chooser.js'
import { Progress } from './progress.js'
import { type Member, openProposer, type Proposer } from './proposer.js'

/** Makes the chooser; `saved` is what its `save` answered, where it goes on. */
export type OpenChooser = (
  context: AgentContext,
  progress: Progress,
  saved: Pick<AgentState, 'json' | 'buffers'> | undefined,
) => Chooser | Promise<Chooser>

const VERSION = 1

/**
 * An agent whose members propose, one of them chosen for each trial; all of them are told of all trials. A member that has nothing new to propose
 * is passed over, and where none has, a configuration is drawn at random.
 */
export const openChoosingAgent = async (
  name: string,
  members: readonly Member[],
  openChooser: OpenChooser,
  context: AgentContext,
): Promise<Agent> => {
  const state = savedState(context, name, VERSION)
  const saved = state?.json as unknown as SavedJson | undefined
  const { space, rng } = context
  const progress = new Progress(space, rng, saved && { json: saved.progress, visited: state?.buffers.visited })
  const inner = (part: string, json: Json | null | undefined): AgentState | undefined =>
    state && json ? unpackState(part, { json, buffers: state.buffers }) : undefined
  const proposers: Proposer[] = []
  for (const [i, member] of members.entries())
    proposers.push(await openProposer(member, i, context, progress, inner(`member ${i}`, saved?.members[i])))
  const chooser = await openChooser(context, progress, inner('chooser', saved?.chooser))
  return new ChoosingAgent(name, progress, proposers, chooser, saved?.waiting)
}

/** What is noted with a proposal. */
interface Noted {
  readonly choice: Choice
  /** The member's own. */
  readonly memo: Json | null
}

/** A member that proposed what is pending already: it is told of the outcome as of its own. */
interface Waiting {
  readonly fingerprint: string
  readonly fidelity: number
  readonly trial: number
  readonly member: number
  readonly memo: Json | null
}

interface SavedJson {
  readonly progress: Json
  /** Packed; null for operators, which have no state. */
  readonly members: readonly (Json | null)[]
  readonly chooser: Json
  readonly waiting: readonly Waiting[]
}

class ChoosingAgent implements Agent {
  readonly name: string
  /** Where the chooser has one. */
  readonly policy?: () => Policy
  readonly #progress: Progress
  readonly #proposers: readonly Proposer[]
  readonly #chooser: Chooser
  #waiting: readonly Waiting[]

  constructor(
    name: string,
    progress: Progress,
    proposers: readonly Proposer[],
    chooser: Chooser,
    waiting: readonly Waiting[] = [],
  ) {
    this.name = name
    this.#progress = progress
    this.#proposers = proposers
    this.#chooser = chooser
    const policyOf = chooser.policy
    if (policyOf) this.policy = () => policyOf.call(chooser)
    this.#waiting = waiting
  }

  async ask(requests: readonly AskRequest[]): Promise<(Suggestion | undefined)[]> {
    const suggestions: (Suggestion | undefined)[] = []
    for (const request of requests) {
      this.#progress.note(request.underWay ?? [])
      suggestions.push((await this.#chosen(request)) ?? this.#drawn(request))
    }
    return suggestions
  }

  async #chosen(request: AskRequest): Promise<Suggestion | undefined> {
    let allowed = this.#proposers.map((_, i) => i)
    while (allowed.length > 0) {
      const choice = await this.#chooser.choose(allowed, request)
      const proposer = this.#proposers[choice.member] as Proposer
      const suggestion = await proposer.ask(request)
      if (suggestion !== undefined && this.#progress.propose(request.trial, suggestion)) {
        this.#chooser.chosen(choice, request)
        const noted: Noted = { choice, memo: suggestion.memo ?? null }
        const reason = [proposer.name, suggestion.reason].filter(Boolean).join(': ')
        return { ...suggestion, reason, memo: noted as unknown as Json }
      }
      if (suggestion !== undefined) this.#wait(request, choice.member, suggestion)
      allowed = allowed.filter(member => member !== choice.member)
    }
    return undefined
  }

  #wait({ trial }: AskRequest, member: number, { action, fidelity = 1, memo = null }: Suggestion): void {
    const fingerprint = this.#progress.space.fingerprint(action.config)
    this.#waiting = [...this.#waiting, { fingerprint, fidelity, trial, member, memo }]
  }

  #drawn({ trial }: AskRequest): Suggestion | undefined {
    const config = this.#progress.draw(trial)
    return config && { action: configure(config), reason: 'drawn at random: no member has a new proposal' }
  }

  async tell(transitions: readonly Transition[]): Promise<void> {
    for (const transition of transitions) {
      const noted = transition.origin === 'agent' ? (transition.memo as unknown as Noted | undefined) : undefined
      await this.#tellMembers(transition, noted)
      const change = this.#progress.tell(transition)
      await this.#chooser.learn({ ...change, transition, choice: noted?.choice })
    }
  }

  async #tellMembers(transition: Transition, noted: Noted | undefined): Promise<void> {
    const fingerprint = this.#progress.space.fingerprint(transition.action.config)
    const isSame = (wait: Waiting): boolean => wait.fingerprint === fingerprint && wait.fidelity === transition.fidelity
    const waiting = this.#waiting.filter(isSame)
    if (waiting.length > 0) this.#waiting = this.#waiting.filter(wait => !isSame(wait))
    for (const [i, proposer] of this.#proposers.entries()) {
      const waits = waiting.filter(({ member }) => member === i)
      const isOwn = noted?.choice.member === i
      if (isOwn || waits.length === 0) await proposer.tell(transition, isOwn, noted?.memo ?? undefined)
      for (const { trial, memo } of waits) await proposer.tell({ ...transition, trial }, true, memo ?? undefined)
    }
  }

  async save(): Promise<AgentState> {
    const progress = this.#progress.save()
    const buffers: Record<string, Uint8Array> = { visited: progress.visited }
    const pack = (part: string, state: AgentState): Json => {
      const packed = packState(part, state)
      Object.assign(buffers, packed.buffers)
      return packed.json
    }
    const members: (Json | null)[] = []
    for (const [i, proposer] of this.#proposers.entries()) {
      const state = await proposer.save()
      members.push(state ? pack(`member ${i}`, state) : null)
    }
    const chooser = pack('chooser', { kind: 'chooser', version: VERSION, ...this.#chooser.save() })
    const json: SavedJson = { progress: progress.json, members, chooser, waiting: [...this.#waiting] }
    return { kind: this.name, version: VERSION, json: json as unknown as Json, buffers }
  }

  async close(): Promise<void> {
    this.#chooser.close?.()
    for (const proposer of this.#proposers) await proposer.close()
  }
}
