import { type Config, type Json, type Rng, restoreRng } from '../../core/index.js'
import { type Visited, visitedOf } from '../../space/index.js'
import {
  type Agent,
  type AgentContext,
  type AgentState,
  type AskRequest,
  configure,
  type Suggestion,
  type Transition,
} from '../agent.js'
import { packState } from '../nested.js'
import { isWorse, type Place, placeOf } from './place.js'
import type { Rulebook } from './rulebook.js'

interface Parts {
  readonly name: string
  readonly context: AgentContext
  readonly book: Rulebook
  readonly start: Config | undefined
  readonly next: Agent | undefined
}

/** Who proposed a trial. */
type Note =
  | { readonly by: 'start' | 'chance' }
  | { readonly by: 'rule'; readonly rule: string }
  | { readonly by: 'next'; readonly memo?: Json }

/** What the next agent noted with a proposal. */
interface Claim {
  readonly memo?: Json
}

export interface SavedJson {
  readonly rng: Json
  readonly place: Place | null
  readonly isThrough: boolean
  readonly pending: readonly (readonly [fingerprint: string, claim: Claim | null])[]
  /** The packed state of the next agent. */
  readonly next?: Json
}

/** Proposals of the next agent in a row that may be known before one is drawn at random. */
const MAX_KNOWN = 50

/** What `rules` makes. */
export class RulesAgent implements Agent {
  readonly name: string
  readonly #parts: Parts
  readonly #rng: Rng
  readonly #visited: Visited
  #place: Place | undefined
  /** No rule fires any more: the next agent has taken over. */
  #isThrough: boolean
  /** Own proposals under way. The next agent cannot know of them; where it proposed the same one, what it noted. */
  readonly #pending: Map<string, Claim | null>

  constructor(parts: Parts) {
    const { rng, space, state } = parts.context
    const saved = state?.json as unknown as SavedJson | undefined
    this.name = parts.name
    this.#parts = parts
    this.#rng = saved === undefined ? rng : restoreRng(saved.rng)
    this.#visited = visitedOf(space, state?.buffers.visited)
    this.#place = saved?.place ?? undefined
    this.#isThrough = saved?.isThrough ?? false
    this.#pending = new Map(saved?.pending)
  }

  async ask(requests: readonly AskRequest[]): Promise<(Suggestion | undefined)[]> {
    const suggestions: (Suggestion | undefined)[] = []
    for (const request of requests) suggestions.push(await this.#suggest(request))
    return suggestions
  }

  async #suggest(request: AskRequest): Promise<Suggestion | undefined> {
    for (const config of request.underWay ?? []) this.#visited.add(config)
    if (this.#isThrough) return (await this.#askNext(request)) ?? this.#draw()
    const move = this.#open(request.trial) ?? this.#move()
    if (move !== undefined) return move
    this.#isThrough = this.#parts.next !== undefined && this.#place !== undefined && this.#pending.size === 0
    return (await this.#askNext(request)) ?? this.#draw()
  }

  /** The configuration to begin at. That trials came before the first ask says that the caller has one under way. */
  #open(trial: number): Suggestion | undefined {
    const { start, context } = this.#parts
    const isFirst = trial === 0 && this.#place === undefined
    const config = start ?? (isFirst ? middleOf(context.space) : undefined)
    if (config === undefined || !this.#visited.add(config)) return undefined
    return this.#own(config, { by: 'start' }, start === undefined ? 'the middle of the space' : 'the start')
  }

  #move(): Suggestion | undefined {
    if (this.#place === undefined) return undefined
    for (const { rule, config } of this.#parts.book.movesFrom(this.#place)) {
      if (!this.#visited.add(config)) continue
      return this.#own(config, { by: 'rule', rule: rule.name }, `${rule.name}: ${rule.reason}`)
    }
    return undefined
  }

  async #askNext(request: AskRequest): Promise<Suggestion | undefined> {
    const { next, context } = this.#parts
    if (next === undefined) return undefined
    for (let known = 0; known < MAX_KNOWN; known++) {
      const [suggestion] = await next.ask([request])
      if (suggestion === undefined) return undefined
      const { action, fidelity = 1, repeat, memo } = suggestion
      const claim: Claim = memo === undefined ? {} : { memo }
      const note: Note = { by: 'next', ...claim }
      if (fidelity < 1 || this.#visited.add(action.config) || repeat) return { ...suggestion, memo: note as Json }
      const fingerprint = context.space.fingerprint(action.config)
      if (this.#pending.has(fingerprint)) this.#pending.set(fingerprint, claim)
    }
    return undefined
  }

  #draw(): Suggestion | undefined {
    const config = this.#visited.draw(this.#rng)
    if (config === undefined) return undefined
    return this.#own(config, { by: 'chance' }, `${this.#whyNone()}: drawn at random`)
  }

  #whyNone(): string {
    if (this.#place === undefined) return 'no configuration is measured that rules could go on from'
    const lacking = this.#parts.book.lacking(this.#place)
    return `no rule fires${lacking.length > 0 ? ` (the profile lacks ${lacking.join(', ')})` : ''}`
  }

  #own(config: Config, note: Note, reason: string): Suggestion {
    this.#pending.set(this.#parts.context.space.fingerprint(config), null)
    return { action: configure(config), memo: note as Json, reason }
  }

  async tell(transitions: readonly Transition[]): Promise<void> {
    await this.#parts.next?.tell(transitions.map(transition => this.#forNext(transition)))
    for (const { action, fidelity, origin, memo, outcome } of transitions) {
      const { config } = action
      const note = origin === 'agent' ? (memo as Note) : undefined
      if (note && note.by !== 'next') this.#pending.delete(this.#parts.context.space.fingerprint(config))
      if (fidelity < 1) continue
      this.#visited.add(config)
      const before = this.#place?.outcome
      const isMeant = note?.by === 'start' || note?.by === 'rule'
      if (before === undefined || (isMeant ? !isWorse(outcome, before) : isWorse(before, outcome)))
        this.#place = placeOf(config, outcome)
    }
  }

  /** The next agent's own proposals come back to it with what it noted; all others are the caller's. */
  #forNext({ memo, ...transition }: Transition): Transition {
    if (transition.origin === 'caller') return transition
    const note = memo as Note
    const claim =
      note.by === 'next' ? note : this.#pending.get(this.#parts.context.space.fingerprint(transition.action.config))
    if (!claim) return { ...transition, origin: 'caller' }
    return { ...transition, ...('memo' in claim && { memo: claim.memo as Json }) }
  }

  async save(): Promise<AgentState> {
    const next = await this.#parts.next?.save()
    const packed = next && packState('next', next)
    const saved: SavedJson = {
      rng: this.#rng.state(),
      place: this.#place ?? null,
      isThrough: this.#isThrough,
      pending: [...this.#pending],
      ...(packed && { next: packed.json }),
    }
    const buffers = { ...packed?.buffers, visited: this.#visited.save() }
    return { kind: this.name, version: 1, json: saved as unknown as Json, buffers }
  }

  async close(): Promise<void> {
    await this.#parts.next?.close?.()
  }
}

const middleOf = (space: AgentContext['space']): Config =>
  space.repair(space.decode(new Float64Array(space.dimension).fill(0.5)))
