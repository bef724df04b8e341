import { type Config, type Json, type Rng, restoreRng } from '../../core/index.js'
import { type Space, type Visited, visitedOf } from '../../space/index.js'
import type { OperatorState, Suggestion, Told, Transition } from '../agent.js'

/** What a trial changed. */
export interface Change {
  readonly isMeasured: boolean
  /** By how much the best reward grew, as a part of the larger one of the two; 0 where it did not, and for the first measurement. */
  readonly gain: number
}

/** How far a study has come, as operators and those who choose among them see it. */
export class Progress implements OperatorState {
  readonly space: Space
  readonly rng: Rng
  readonly #told: Told[]
  readonly #leaders: Told[] = []
  readonly #pools = new Map<string, { leader: Told; n: number }>()
  readonly #visited: Visited
  /** Configurations proposed at a lower fidelity, which are new at full fidelity. */
  readonly #lower: Set<string>
  readonly #pending: Map<number, Config>

  constructor(space: Space, rng: Rng, saved?: { readonly json: Json; readonly visited: Uint8Array | undefined }) {
    const state = saved?.json as unknown as Saved | undefined
    this.space = space
    this.rng = state === undefined ? rng : restoreRng(state.rng)
    this.#told = state?.told.slice() ?? []
    this.#visited = visitedOf(space, saved?.visited)
    this.#lower = new Set(state?.lower)
    this.#pending = new Map(state?.pending)
    for (const told of this.#told) if (told.isMeasured) this.#pool(told)
  }

  get told(): readonly Told[] {
    return this.#told
  }

  get leaders(): readonly Told[] {
    return this.#leaders
  }

  get pending(): readonly Config[] {
    return [...this.#pending.values()]
  }

  readonly isKnown = (config: Config): boolean => this.#visited.has(config)

  /** Notes what the caller has under way. */
  note(underWay: readonly Config[]): void {
    for (const config of underWay) this.#visited.add(config)
  }

  /** Notes a proposal; false where its configuration is known at its fidelity and it does not say `repeat`. */
  propose(trial: number, { action, fidelity = 1, repeat }: Suggestion): boolean {
    if (!this.#addAt(fidelity, action.config) && !repeat) return false
    this.#pending.set(trial, action.config)
    return true
  }

  #addAt(fidelity: number, config: Config): boolean {
    if (fidelity === 1) return this.#visited.add(config)
    const before = this.#lower.size
    return this.#lower.add(`${this.space.fingerprint(config)} at ${fidelity}`).size > before
  }

  /** A random unknown configuration, noted as a proposal. */
  draw(trial: number): Config | undefined {
    const config = this.#visited.draw(this.rng)
    if (config !== undefined) this.#pending.set(trial, config)
    return config
  }

  /** Takes in a trial, of the caller too. Where it was pruned before full fidelity it counts as not measured. */
  tell({ trial, action, origin, outcome, reward, fidelity }: Transition): Change {
    const { config } = action
    if (origin === 'agent') this.#pending.delete(trial)
    else this.#addAt(fidelity, config)
    const isMeasured = outcome._tag === 'Measured' && fidelity === 1
    const told: Told = { trial, config, reward, isMeasured }
    this.#told.push(told)
    if (!isMeasured) return { isMeasured, gain: 0 }
    const before = this.#leaders[0]?.reward
    this.#pool(told)
    const now = (this.#leaders[0] as Told).reward
    const gain = before === undefined || now <= before ? 0 : (now - before) / Math.max(Math.abs(now), Math.abs(before))
    return { isMeasured, gain }
  }

  /** Puts a measurement at its place among the leaders; several of one configuration count as their mean. */
  #pool(told: Told): void {
    const key = this.space.fingerprint(told.config)
    const pool = this.#pools.get(key)
    const n = (pool?.n ?? 0) + 1
    if (pool) this.#leaders.splice(this.#leaders.indexOf(pool.leader), 1)
    const leader = pool ? { ...pool.leader, reward: pool.leader.reward + (told.reward - pool.leader.reward) / n } : told
    this.#pools.set(key, { leader, n })
    let [low, high] = [0, this.#leaders.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.#leaders[middle] as Told).reward >= leader.reward) low = middle + 1
      else high = middle
    }
    this.#leaders.splice(low, 0, leader)
  }

  save(): { readonly json: Json; readonly visited: Uint8Array } {
    const json: Saved = {
      rng: this.rng.state(),
      told: [...this.#told],
      pending: [...this.#pending],
      ...(this.#lower.size > 0 && { lower: [...this.#lower] }),
    }
    return { json: json as unknown as Json, visited: this.#visited.save() }
  }
}

interface Saved {
  readonly rng: Json
  readonly told: readonly Told[]
  readonly pending: readonly (readonly [trial: number, config: Config])[]
  readonly lower?: readonly string[]
}
