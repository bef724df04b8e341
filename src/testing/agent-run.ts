import { isDeepStrictEqual } from 'node:util'
import {
  type Agent,
  type AgentContext,
  type AgentFactory,
  type AgentState,
  type AskRequest,
  configure,
  type Suggestion,
  type Transition,
} from '../agents/agent.js'
import { isLeft } from '../core/fp.js'
import { type Config, type Json, makeRng, messageOf } from '../core/index.js'
import type { Space } from '../space/space.js'
import { callerConfigs, problemGoals, problemOutcome } from './agent-problems.js'

/** One short study, as `checkAgent` plays it. */
export interface Play {
  readonly space: Space
  readonly objectives: number
  readonly trials: number
  readonly seed: number
  /** Trials pending at once. */
  readonly parallel: number
  /** Which pending trial ends next; `together`: all of them, in reverse. */
  readonly order: 'oldest' | 'newest' | 'together'
  /** Every trial fails. */
  readonly failing?: boolean
  /** The caller proposes a trial after every third one of the agent, which is under way while the agent is asked. */
  readonly caller?: boolean
  /** The agent is saved, closed and made again before this trial. */
  readonly saveBefore?: number
}

export interface Played {
  /** Fingerprints in order of asking; undefined where the agent had nothing to propose. */
  readonly proposals: readonly (string | undefined)[]
  /** What the agent did that it must not, as sentences. */
  readonly violations: readonly string[]
}

/** Plays a study and watches the agent. What it throws is a violation too. */
export const play = async (factory: AgentFactory, options: Play): Promise<Played> => {
  const run = new AgentRun(factory, options)
  try {
    await run.toTheEnd()
  } catch (thrown) {
    run.violations.push(`it threw after ${run.proposals.length} proposals: ${messageOf(thrown)}`)
  }
  return run
}

interface Pending {
  readonly request: AskRequest
  readonly suggestion: Suggestion
  readonly origin: 'agent' | 'caller'
}

class AgentRun implements Played {
  readonly proposals: (string | undefined)[] = []
  readonly violations: string[] = []
  readonly #factory: AgentFactory
  readonly #play: Play
  readonly #goals
  readonly #nextOfCaller
  readonly #known = new Set<string>()
  readonly #configurations = new Set<string>()
  /** What was told, by the number of the trial. */
  readonly #told = new Map<number, { readonly fingerprint: string; readonly fidelity: number }>()
  readonly #pending: Pending[] = []
  #trial = 0

  constructor(factory: AgentFactory, options: Play) {
    this.#factory = factory
    this.#play = options
    this.#goals = problemGoals(options.objectives)
    this.#nextOfCaller = callerConfigs(options.space)
  }

  async toTheEnd(): Promise<void> {
    const { trials, parallel, order, caller, saveBefore = Number.POSITIVE_INFINITY } = this.#play
    let agent = await this.#factory(this.#context())
    let saved = false
    while (this.proposals.length < trials || this.#pending.length > 0) {
      if (!saved && this.proposals.length >= saveBefore) {
        saved = true
        agent = await this.#reopen(agent)
      }
      if (caller && this.proposals.length % 3 === 0) this.#byCaller()
      const own = this.#pending.filter(({ origin }) => origin === 'agent').length
      await this.#ask(agent, Math.min(parallel - own, trials - this.proposals.length))
      const ended = order === 'oldest' ? this.#pending.splice(0, 1) : this.#pending.splice(order === 'newest' ? -1 : 0)
      const told = ended.reverse().map(pending => this.#transition(pending))
      if (told.length > 0) await agent.tell(told)
    }
    this.#expectFull()
    await agent.close?.()
    await agent.close?.()
  }

  /** Only full measurements can be the best: an agent that gets to none has searched for nothing. Failures need not go on. */
  #expectFull(): void {
    const fidelities = [...this.#told.values()].map(({ fidelity }) => fidelity)
    if (this.#play.failing || fidelities.length === 0 || fidelities.includes(1)) return
    this.violations.push(`none of its ${fidelities.length} trials has full fidelity`)
  }

  #context(state?: AgentState): AgentContext {
    const { space, seed, trials } = this.#play
    const box = { low: new Float32Array([0, 0]), high: new Float32Array([1, 1]), names: ['progress', 'pending'] }
    return {
      space,
      goals: this.#goals,
      rng: makeRng(seed).fork('agent'),
      budget: { trials },
      observationSpace: { kind: 'box', size: 2, ...box },
      actionSpace: { kind: 'config' },
      ...(state && { state }),
    }
  }

  #observation(): Float32Array {
    const { trials, parallel } = this.#play
    return Float32Array.of(Math.min(1, this.#trial / trials), Math.min(1, this.#pending.length / parallel))
  }

  async #ask(agent: Agent, count: number): Promise<void> {
    if (count <= 0) return
    const busy = new Set(this.#pending.map(({ request }) => request.slot))
    const free = Array.from({ length: this.#play.parallel }, (_, slot) => slot).filter(slot => !busy.has(slot))
    const observation = this.#observation()
    const underWay = this.#underWay()
    const requests = free
      .slice(0, count)
      .map(slot => ({ trial: this.#trial++, slot, observation, ...(underWay.length > 0 && { underWay }) }))
    const suggestions = await agent.ask(requests)
    if (suggestions.length !== count) {
      throw new RangeError(`expected ${count} suggestions for ${count} requests, got ${suggestions.length}`)
    }
    requests.forEach((request, i) => {
      this.#take(request, suggestions[i])
    })
  }

  #take(request: AskRequest, suggestion: Suggestion | undefined): void {
    const { space } = this.#play
    const place = `proposal ${this.proposals.length + 1}`
    if (suggestion === undefined) {
      this.proposals.push(undefined)
      const count = space.count()
      if (this.#configurations.size < count) {
        this.violations.push(
          `${place} is undefined although only ${this.#configurations.size} of ${count} configurations are known`,
        )
      }
      return
    }
    const { action, fidelity = 1, resumeFrom, repeat = false, memo = null } = suggestion
    const fingerprint = space.fingerprint(action.config)
    this.proposals.push(fingerprint)
    const parsed = space.parse(action.config)
    if (isLeft(parsed)) this.violations.push(`${place} is not valid: ${parsed.left.message}`)
    if (!(fidelity > 0 && fidelity <= 1)) this.violations.push(`${place} has fidelity ${fidelity}, expected (0, 1]`)
    if (!isDeepStrictEqual(memo, throughJson(memo))) this.violations.push(`the memo of ${place} is not JSON`)
    const key = fidelity === 1 ? fingerprint : `${fingerprint} at ${fidelity}`
    if (this.#known.has(key) && !repeat)
      this.violations.push(`${place} is a duplicate, and not marked \`repeat\`: ${key}`)
    const resumed = resumeFrom === undefined ? undefined : this.#told.get(resumeFrom)
    const canResume = resumed?.fingerprint === fingerprint && resumed.fidelity < fidelity
    if (resumeFrom !== undefined && !canResume)
      this.violations.push(
        `${place} resumes from trial ${resumeFrom}, expected a told one of its configuration at a lower fidelity`,
      )
    this.#known.add(key)
    this.#configurations.add(fingerprint)
    this.#pending.push({ request, suggestion, origin: 'agent' })
  }

  #underWay(): readonly Config[] {
    return this.#pending.filter(({ origin }) => origin === 'caller').map(({ suggestion }) => suggestion.action.config)
  }

  #transition({ request, suggestion, origin }: Pending): Transition {
    const { space, failing = false } = this.#play
    const { config } = suggestion.action
    const outcome = problemOutcome(space, this.#goals, config, request.trial, failing)
    const fidelity = suggestion.fidelity ?? 1
    this.#told.set(request.trial, { fingerprint: space.fingerprint(config), fidelity })
    return {
      ...request,
      action: configure(config),
      origin,
      fidelity,
      outcome,
      reward: outcome._tag === 'Measured' ? -outcome.losses.reduce((sum, loss) => sum + loss, 0) : -10,
      nextObservation: this.#observation(),
      terminated: false,
      truncated: this.proposals.length === this.#play.trials && this.#pending.length === 0,
      ...(suggestion.memo === undefined ? {} : { memo: throughJson(suggestion.memo) }),
    }
  }

  #byCaller(): void {
    if (this.#underWay().length > 0) return
    const config = this.#nextOfCaller()
    const fingerprint = this.#play.space.fingerprint(config)
    if (this.#known.has(fingerprint)) return
    this.#known.add(fingerprint)
    this.#configurations.add(fingerprint)
    const request = { trial: this.#trial++, slot: this.#play.parallel, observation: this.#observation() }
    this.#pending.push({ request, suggestion: { action: configure(config) }, origin: 'caller' })
  }

  /** What a killed and resumed study does to its agent. */
  async #reopen(agent: Agent): Promise<Agent> {
    const { kind, version, json, buffers } = await agent.save()
    if (!isDeepStrictEqual(json, throughJson(json))) this.violations.push('the json of its saved state is not JSON')
    const copies = Object.fromEntries(Object.entries(buffers).map(([name, bytes]) => [name, Uint8Array.from(bytes)]))
    const copy = { kind, version, json: throughJson(json), buffers: copies }
    // The old agent goes on for one more trial, of which the new one must not know.
    const request = { trial: this.#trial, slot: 0, observation: this.#observation() }
    const [suggestion] = await agent.ask([request])
    if (suggestion !== undefined) await agent.tell([this.#transition({ request, suggestion, origin: 'agent' })])
    if (JSON.stringify({ json, buffers }) !== JSON.stringify({ json: copy.json, buffers: copies })) {
      this.violations.push('its saved state changes when it goes on')
    }
    await agent.close?.()
    return this.#factory(this.#context(copy))
  }
}

const throughJson = (value: Json): Json => JSON.parse(JSON.stringify(value)) as Json
