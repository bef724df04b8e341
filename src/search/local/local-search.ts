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
} from '../../agents/agent.js'
import { type Config, fault, type Json, ParetuneError, type Rng, restoreRng } from '../../core/index.js'
import type { NeighbourKind } from '../../space/space.js'
import { type Visited, visitedOf } from '../visited.js'

export interface LocalSearchOptions {
  /** Random configurations to begin with. Default 10. */
  readonly start?: number
  /** After so many trials in a row without a new best, every other proposal is random until there is one. Default 12. */
  readonly patience?: number
  /** What counts as near: one parameter moved to the next value of its order, or to any other value. Default `adjacent`. */
  readonly neighbours?: NeighbourKind
}

/**
 * Best-first local search, for one objective: after a random start it always proposes a random unknown neighbour of the best
 * configuration that has one. Where all neighbours of the very best are known, it goes on around the second best, and so
 * on, which leads out of local optima; where that takes long, random proposals are mixed in. Nothing is proposed twice.
 *
 * Feasible configurations come before others, which are ordered by their violation; failed and pruned ones have no neighbourhood.
 * @see Doran & Michie 1966, "Experiments with the Graph Traverser program"
 */
export const localSearch = (options: LocalSearchOptions = {}): AgentFactory => {
  const { start = 10, patience = 12, neighbours = 'adjacent' } = options
  checkCount('start', start)
  checkCount('patience', patience)
  return agentFactory('local search', context => new LocalSearch(context, { start, patience, neighbours }))
}

/** A measured configuration that may have unknown neighbours. */
interface Node {
  readonly trial: number
  readonly config: Config
  readonly loss: number
  readonly violation: number
}

class LocalSearch implements Agent {
  readonly name = 'local search'
  readonly #options: Required<LocalSearchOptions>
  readonly #neighboursOf: (config: Config) => readonly Config[]
  readonly #rng: Rng
  readonly #visited: Visited
  /** The best first; among equals, the older. */
  readonly #nodes: Node[]
  #best: Node | undefined
  #told: number
  /** Trials told since the best one. */
  #stale: number
  #isRandomTurn: boolean

  constructor(context: AgentContext, options: Required<LocalSearchOptions>) {
    const { space, goals } = context
    if (goals.names.length > 1) {
      const message = `local search: expected one objective, got ${goals.names.join(', ')}; nsga2() takes several`
      throw new ParetuneError(fault('InvalidAgent', message))
    }
    this.#options = options
    this.#neighboursOf = config => space.neighbours(config, options.neighbours)
    const state = savedState(context, 'local search', 1)
    const saved = state?.json as SavedJson | undefined
    this.#rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    this.#visited = visitedOf(space, state?.buffers.visited)
    this.#nodes = [...(saved?.nodes ?? [])]
    this.#best = saved?.best ?? undefined
    this.#told = saved?.told ?? 0
    this.#stale = saved?.stale ?? 0
    this.#isRandomTurn = saved?.isRandomTurn ?? false
  }

  ask(requests: readonly AskRequest[]): (Suggestion | undefined)[] {
    return requests.map(() => this.#propose())
  }

  tell(transitions: readonly Transition[]): void {
    for (const { trial, action, outcome, fidelity, origin } of transitions) {
      if (fidelity < 1) continue
      // A configuration that is known already, proposed by the caller, tells nothing new.
      if (origin !== 'agent' && !this.#visited.add(action.config)) continue
      this.#told++
      this.#stale++
      if (outcome._tag !== 'Measured') continue
      const { losses, violation } = outcome
      this.#insert({ trial, config: action.config, loss: losses[0] as number, violation })
    }
  }

  save(): AgentState {
    const json: SavedJson = {
      rng: this.#rng.state(),
      nodes: this.#nodes,
      best: this.#best ?? null,
      told: this.#told,
      stale: this.#stale,
      isRandomTurn: this.#isRandomTurn,
    }
    const copy = structuredClone(json) as unknown as Json
    return { kind: 'local search', version: 1, json: copy, buffers: { visited: this.#visited.save() } }
  }

  #insert(node: Node): void {
    const after = this.#nodes.findIndex(other => precedes(node, other))
    this.#nodes.splice(after < 0 ? this.#nodes.length : after, 0, node)
    if (this.#best !== undefined && !precedes(node, this.#best)) return
    this.#best = node
    this.#stale = 0
  }

  #propose(): Suggestion | undefined {
    const { start, patience } = this.#options
    this.#isRandomTurn = this.#stale >= patience && !this.#isRandomTurn
    const near = this.#told < start || this.#isRandomTurn ? undefined : this.#unknownNeighbour()
    if (near !== undefined) return near
    const config = this.#visited.draw(this.#rng)
    return config && { action: configure(config), reason: 'random', memo: { of: null } }
  }

  #unknownNeighbour(): Suggestion | undefined {
    for (let node = this.#nodes[0]; node !== undefined; node = this.#nodes[0]) {
      const config = this.#rng.shuffle(this.#neighboursOf(node.config)).find(near => this.#visited.add(near))
      if (config !== undefined) {
        return { action: configure(config), reason: `neighbour of trial ${node.trial}`, memo: { of: node.trial } }
      }
      this.#nodes.shift()
    }
    return undefined
  }
}

interface SavedJson {
  readonly rng: Json
  readonly nodes: readonly Node[]
  readonly best: Node | null
  readonly told: number
  readonly stale: number
  readonly isRandomTurn: boolean
}

const precedes = (a: Node, b: Node): boolean =>
  a.violation < b.violation || (a.violation === b.violation && a.loss < b.loss)

const checkCount = (name: string, value: number): void => {
  if (Number.isInteger(value) && value >= 1) return
  const message = `localSearch: expected a whole number of at least 1 for \`${name}\`, got ${value}`
  throw new ParetuneError(fault('InvalidAgent', message))
}
