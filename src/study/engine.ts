import type { Agent, AskRequest, Suggestion, Transition } from '../agents/agent.js'
import { isLeft } from '../core/fp.js'
import {
  type Config,
  fault,
  messageOf,
  type Outcome,
  ParetuneError,
  type PendingTrial,
  show,
  type Trial,
} from '../core/index.js'
import { type Advance, configure, type Episode, type Kept } from '../env/index.js'
import { sumOfFidelities } from '../goals/index.js'
import type { Space } from '../space/space.js'
import type { LogEntry } from '../storage/store.js'

/** A trial under way, with the request that it answers. */
interface Flight {
  readonly pending: PendingTrial
  readonly request: AskRequest
  /** Trials that had been told when it was asked for. */
  readonly told: number
}

/**
 * The heart of the study: an agent and an episode, moved on by two events, asked and told. Live events come from `ask` and
 * `tell`; stored ones go through `replay`, which leads to the same state.
 */
export class Engine {
  readonly episode: Episode
  readonly #space: Space
  readonly #agent: Agent
  readonly #flights = new Map<number, Flight>()
  /** The fidelities at which each configuration was proposed. */
  readonly #proposed = new Map<string, readonly number[]>()
  #asked = 0
  #fidelities = 0

  constructor(space: Space, agent: Agent, episode: Episode) {
    this.#space = space
    this.#agent = agent
    this.episode = episode
    if (agent.isBlind) episode.unwatched()
  }

  /** Number of the next trial to be asked for. */
  get asked(): number {
    return this.#asked
  }

  /** Configurations proposed so far, under way or told. */
  get distinct(): number {
    return this.#proposed.size
  }

  /** Sum of the fidelities of all trials asked for. */
  get fullTrials(): number {
    return sumOfFidelities(this.#fidelities)
  }

  /** Trials under way, in order. */
  get pending(): PendingTrial[] {
    return [...this.#flights.values()].map(flight => flight.pending)
  }

  /** How many trials had been told when this one was asked for: the same after a resume, whatever has been told since. */
  toldBefore(number: number): number {
    return (this.#flights.get(number) as Flight).told
  }

  /** The smallest slot that no trial under way holds. */
  get freeSlot(): number {
    if (this.#flights.size === 0) return 0
    const taken = new Set(this.pending.map(trial => trial.slot))
    let slot = 0
    while (taken.has(slot)) slot++
    return slot
  }

  /** Asks the agent for the next trial; undefined where it has nothing left to propose. */
  ask(slot: number): PendingTrial | undefined | Promise<PendingTrial | undefined> {
    const request = this.#request(slot)
    return after(this.#askAgent(request), suggestions => {
      if (!Array.isArray(suggestions))
        throw this.#agentFailed(`expected a list of suggestions from ask, got ${show(suggestions)}`)
      const [suggestion] = suggestions
      return suggestion && this.#launch(request, this.#accept(request, suggestion))
    })
  }

  /** A trial that the caller wants: a baseline, or a configuration to be tried. */
  enqueue(config: Config, slot: number, more: Pick<PendingTrial, 'reason' | 'memo'> = {}): PendingTrial {
    const request = this.#request(slot)
    const fingerprint = this.#space.fingerprint(config)
    const repeat = this.#wasProposed(fingerprint, 1)
    return this.#launch(request, {
      number: request.trial,
      slot,
      config,
      fingerprint,
      fidelity: 1,
      origin: 'caller',
      repeat,
      ...more,
    })
  }

  /** What the environment makes of an outcome; the agent hears of it by `learn`. */
  advance(number: number, outcome: Outcome, atMs: number, kept: Kept): Advance {
    const { pending } = this.#flights.get(number) as Flight
    return this.episode.advance(pending, outcome, atMs, kept)
  }

  /** Tells the agent. */
  learn(advance: Advance): void | Promise<void> {
    const { trial } = advance
    const { request } = this.#flights.get(trial.number) as Flight
    this.#flights.delete(trial.number)
    return this.#calling('tell', () => this.#agent.tell([transition(request, trial, advance)]))
  }

  /** Goes through a stored entry; the agent takes part only where its checkpoint does not cover it already. */
  async replay(entry: LogEntry, toAgent: boolean): Promise<void> {
    if (entry._tag === 'Asked') {
      const { trial } = entry
      const request = this.#request(trial.slot)
      if (toAgent && trial.origin === 'agent') await this.#askAgent(request)
      this.#launch(request, trial)
      return
    }
    const advance = this.advance(entry.trial, entry.outcome, entry.finishedMs, entry)
    if (toAgent) await this.learn(advance)
    else this.#flights.delete(entry.trial)
  }

  #request(slot: number): AskRequest {
    const request = { trial: this.#asked, slot, observation: this.episode.observe() }
    if (this.#flights.size === 0) return request
    const underWay = this.pending.filter(({ origin }) => origin === 'caller').map(({ config }) => config)
    return underWay.length > 0 ? { ...request, underWay } : request
  }

  #askAgent(request: AskRequest): readonly (Suggestion | undefined)[] | Promise<readonly (Suggestion | undefined)[]> {
    return this.#calling('ask', () => this.#agent.ask([request]))
  }

  #launch(request: AskRequest, pending: PendingTrial): PendingTrial {
    this.#asked = pending.number + 1
    this.#fidelities += pending.fidelity
    const { fingerprint, fidelity } = pending
    const before = this.#proposed.get(fingerprint)
    if (before === undefined) this.#proposed.set(fingerprint, fidelity === 1 ? FULL : [fidelity])
    else if (!before.includes(fidelity)) this.#proposed.set(fingerprint, [...before, fidelity])
    this.#flights.set(pending.number, { pending, request, told: this.episode.trials.length })
    return pending
  }

  /** A suggestion is untrusted: it must be a valid configuration, and new at its fidelity unless a repeat is meant. */
  #accept(request: AskRequest, suggestion: Suggestion): PendingTrial {
    const { action, fidelity = 1, resumeFrom, repeat = false, reason, memo } = suggestion
    const parsed = this.#space.parse(action?.config)
    if (isLeft(parsed))
      throw this.#agentFailed(
        `expected a valid configuration from ask, got ${show(action?.config)}: ${parsed.left.message}`,
      )
    const fingerprint = this.#space.fingerprint(parsed.right)
    if (!(fidelity > 0 && fidelity <= 1))
      throw this.#agentFailed(`expected a fidelity in (0, 1] from ask, got ${show(fidelity)}`)
    if (!repeat && this.#wasProposed(fingerprint, fidelity))
      throw this.#agentFailed(
        `expected a new configuration (or repeat: true), got ${show(action.config)} again${fidelity < 1 ? ` at fidelity ${fidelity}` : ''}`,
      )
    if (resumeFrom !== undefined && !this.#canResume(resumeFrom, fingerprint, fidelity))
      throw this.#agentFailed(
        `expected resumeFrom to be a told trial of the same configuration at a lower fidelity, got ${show(resumeFrom)}`,
      )
    const pending: Writable<PendingTrial> = {
      number: request.trial,
      slot: request.slot,
      config: parsed.right,
      fingerprint,
      fidelity,
      origin: 'agent',
      repeat,
    }
    if (resumeFrom !== undefined) pending.resumeFrom = resumeFrom
    if (reason !== undefined) pending.reason = reason
    if (memo !== undefined) pending.memo = memo
    return pending
  }

  #wasProposed(fingerprint: string, fidelity: number): boolean {
    return this.#proposed.get(fingerprint)?.includes(fidelity) ?? false
  }

  #canResume(from: number, fingerprint: string, fidelity: number): boolean {
    const trial = this.episode.trials.findLast(({ number }) => number === from)
    return trial !== undefined && trial.fingerprint === fingerprint && trial.fidelity < fidelity
  }

  #calling<T>(method: string, call: () => T | Promise<T>): T | Promise<T> {
    const failed = (thrown: unknown): never => {
      throw thrown instanceof ParetuneError
        ? thrown
        : this.#agentFailed(`${method} threw: ${messageOf(thrown)}`, thrown)
    }
    try {
      const result = call()
      return result instanceof Promise ? result.catch(failed) : result
    } catch (thrown) {
      return failed(thrown)
    }
  }

  #agentFailed(message: string, cause?: unknown): ParetuneError {
    return new ParetuneError(fault('AgentFailed', `agent \`${this.#agent.name}\`: ${message}`, { cause }))
  }
}

const FULL: readonly number[] = [1]

/** For what is written key by key: spreads of what may be absent take longer than all the rest of a recorded trial. */
type Writable<T> = { -readonly [K in keyof T]: T[K] }

const transition = (
  { slot, observation, mask, underWay }: AskRequest,
  trial: Trial,
  { reward, observation: nextObservation, terminated, truncated }: Advance,
): Transition => {
  const told: Writable<Transition> = {
    trial: trial.number,
    slot,
    observation,
    action: configure(trial.config),
    origin: trial.origin,
    fidelity: trial.fidelity,
    outcome: trial.outcome,
    reward,
    nextObservation,
    terminated,
    truncated,
  }
  if (mask !== undefined) told.mask = mask
  if (underWay !== undefined) told.underWay = underWay
  if (trial.origin === 'agent' && trial.memo !== undefined) told.memo = trial.memo
  return told
}

/** Goes on at once where the value is there, and later where it is promised: the sync path of recorded problems makes no promises. */
export const after = <A, B>(value: A | Promise<A>, next: (value: A) => B): B | Promise<B> =>
  value instanceof Promise ? value.then(next) : next(value)
