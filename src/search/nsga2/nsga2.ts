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
import { type Visited, visitedOf } from '../visited.js'
import { type Individual, individualOf, type Ranked } from './individual.js'
import { survive } from './survival.js'
import { tournament } from './tournament.js'
import { type VariationOptions, variation } from './variation.js'

export interface Nsga2Options {
  /** Individuals that survive a generation, and outcomes that complete one. Default 100, as in Deb et al. 2002. */
  readonly population?: number
  /** Default: probability 0.9 and eta 15 as in pymoo, perParameter 0.5 as in Deb's code. */
  readonly crossover?: Partial<VariationOptions['crossover']>
  /** Default: eta 20 as in Deb et al. 2002, perParameter min(1/2, 1/n) for n parameters as in pymoo. */
  readonly mutation?: Partial<VariationOptions['mutation']>
}

/**
 * NSGA-II over parameters of every kind, for any number of objectives.
 *
 * The first `population` outcomes are of random configurations; every `population` further ones complete a generation.
 * It may be asked at any time: children are bred from the parents of now, whatever is still pending. Trials that the
 * caller proposed join the running generation. No configuration is proposed twice; what breeding does not find anew is
 * drawn at random, and once a space is used up nothing is proposed.
 * @see Deb, Pratap, Agarwal & Meyarivan 2002, "A fast and elitist multiobjective genetic algorithm: NSGA-II"
 */
export const nsga2 = (options: Nsga2Options = {}): AgentFactory => {
  checkOptions(options)
  return agentFactory('nsga2', context => new Nsga2(context, options))
}

/** Matings that may all lead to known configurations before one is drawn at random. */
const maxMatings = 50

class Nsga2 implements Agent {
  readonly name = 'nsga2'
  readonly #population: number
  readonly #breed: (a: Config, b: Config, rng: Rng) => Config
  readonly #rng: Rng
  readonly #visited: Visited
  /** Survivors of the last completed generation; none before the first. */
  #parents: readonly Ranked[]
  /** Told since then. */
  #offspring: Individual[]
  /** How many of them were this agent's own proposals. */
  #own: number
  #generation: number

  constructor(context: AgentContext, { population = 100, crossover, mutation }: Nsga2Options) {
    const { space } = context
    this.#population = population
    this.#breed = variation(space, {
      crossover: { probability: 0.9, perParameter: 0.5, eta: 15, ...crossover },
      mutation: { perParameter: Math.min(0.5, 1 / space.names.length), eta: 20, ...mutation },
    })
    const state = savedState(context, 'nsga2', 1)
    const saved = state?.json as SavedJson | undefined
    this.#rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    this.#visited = visitedOf(space, state?.buffers.visited)
    this.#parents = saved?.parents.map(({ crowding, ...rest }) => ({ ...rest, crowding: crowding ?? Infinity })) ?? []
    this.#offspring = [...(saved?.offspring ?? [])]
    this.#own = saved?.own ?? 0
    this.#generation = saved?.generation ?? 0
  }

  ask(requests: readonly AskRequest[]): (Suggestion | undefined)[] {
    return requests.map(() => this.#propose())
  }

  tell(transitions: readonly Transition[]): void {
    for (const transition of transitions) {
      if (transition.fidelity < 1) continue
      const own = transition.origin === 'agent'
      // A configuration that this agent knows already, proposed by the caller, is not a second individual.
      if (!own && !this.#visited.add(transition.action.config)) continue
      this.#offspring.push(individualOf(transition))
      if (own) this.#own++
      if (this.#own === this.#population) this.#completeGeneration()
    }
  }

  save(): AgentState {
    const json: SavedJson = {
      rng: this.#rng.state(),
      parents: this.#parents.map(parent => ({ ...parent, crowding: finiteOrNull(parent.crowding) })),
      offspring: [...this.#offspring],
      own: this.#own,
      generation: this.#generation,
    }
    return { kind: 'nsga2', version: 1, json: json as unknown as Json, buffers: { visited: this.#visited.save() } }
  }

  #completeGeneration(): void {
    this.#parents = survive([...this.#parents, ...this.#offspring], this.#population)
    this.#offspring = []
    this.#own = 0
    this.#generation++
  }

  #propose(): Suggestion | undefined {
    const generation = this.#generation
    for (let mating = 0; mating < maxMatings && this.#parents.length > 0; mating++) {
      const [a, b] = [tournament(this.#parents, this.#rng), tournament(this.#parents, this.#rng)]
      const child = this.#breed(a.config, b.config, this.#rng)
      if (!this.#visited.add(child)) continue
      return {
        action: configure(child),
        reason: `generation ${generation}: child of trials ${a.trial} and ${b.trial}`,
        memo: { generation, parents: [a.trial, b.trial] },
      }
    }
    const config = this.#visited.draw(this.#rng)
    return (
      config && {
        action: configure(config),
        reason: `generation ${generation}: random`,
        memo: { generation, parents: [] },
      }
    )
  }
}

interface SavedJson {
  readonly rng: Json
  readonly parents: readonly (Omit<Ranked, 'crowding'> & { readonly crowding: number | null })[]
  readonly offspring: readonly Individual[]
  readonly own: number
  readonly generation: number
}

const finiteOrNull = (value: number): number | null => (Number.isFinite(value) ? value : null)

const checkOptions = ({ population = 100, crossover = {}, mutation = {} }: Nsga2Options): void => {
  if (!Number.isInteger(population) || population < 2) reject('a whole number of at least 2', 'population', population)
  const chances = { ...rename('crossover', crossover), ...rename('mutation', mutation) }
  for (const [name, value] of Object.entries(chances)) {
    if (name.endsWith('eta') ? !(value >= 0 && value < Infinity) : !(value >= 0 && value <= 1)) {
      reject(name.endsWith('eta') ? 'a number of at least 0' : 'a chance in [0, 1]', name, value)
    }
  }
}

const rename = (group: string, options: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(options).map(([name, value]) => [`${group}.${name}`, value]))

const reject = (expected: string, name: string, came: number): never => {
  throw new ParetuneError(fault('InvalidAgent', `nsga2: expected ${expected} for \`${name}\`, got ${came}`))
}
