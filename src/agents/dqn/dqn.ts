import { type Config, type Json, type Rng, restoreRng } from '../../core/index.js'
import { type Moves, movesOf } from '../../env/index.js'
import { constrainedDominates } from '../../pareto/index.js'
import { type Visited, visitedOf } from '../../space/index.js'
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
} from '../agent.js'
import { bytesOf, networkBuffers, networkFrom, numbersOf } from '../networks/bytes.js'
import { partDone } from '../schedule.js'
import { DqnLearner, type DqnLearnerState } from './learner.js'
import { type DqnOptions, dqnSettings } from './options.js'
import type { SavedReplay } from './replay.js'

/** Measurements are few: the memory is small, learning starts early and each one is learnt from. */
const FOR_TUNING: DqnOptions = {
  hidden: [32, 32],
  capacity: 2000,
  learningStarts: 32,
  batchSize: 32,
  trainEvery: 1,
  targetEvery: 25,
  gamma: 0.9,
  explorationPart: 0.5,
}

/**
 * DQN as a walk through the space: an action changes one parameter of the configuration where its slot's walk is, which goes there unless
 * what was measured is worse (dominated, more infeasible, or failed). Moves to known configurations are masked; where no other is
 * left, the walk goes on from a random unknown one, from which nothing is learnt.
 *
 * It sees what the environment shows and the configuration that it moves from. Failed and pruned trials count with their rewards; trials of
 * the caller are known, and no more. From a cold start it wants many more trials than a search does; docs/learners.md has figures.
 *
 * Its factory throws InvalidAgent for an option out of range, or where tfjs cannot run.
 * @see `DqnLearner` for the papers
 */
export const dqn = (options: DqnOptions = {}): AgentFactory => {
  const settings = dqnSettings({ ...FOR_TUNING, ...options })
  return agentFactory('dqn', async context => {
    const state = savedState(context, 'dqn', 1)
    const observationSize = context.observationSpace.size + context.space.dimension
    const shape = { observationSize, actions: movesOf(context.space).names.length }
    const learner = await DqnLearner.open(shape, settings, context.rng.fork('learner'), state && learnerFrom(state))
    return new DqnAgent(context, learner, state)
  })
}

interface SavedJson {
  readonly rng: Json
  readonly told: number
  readonly places: readonly (readonly [slot: number, place: Place])[]
  readonly learner: {
    readonly t: number
    readonly json: Json
    readonly replay: Pick<SavedReplay, 'next' | 'highest' | 'transitions'>
  }
}

/** Where a walk is, and what was measured there; null for a failure. */
interface Place {
  readonly config: Config
  readonly point: { readonly losses: readonly number[]; readonly violation: number } | null
}

class DqnAgent implements Agent {
  readonly name = 'dqn'
  readonly #context: AgentContext
  readonly #learner: DqnLearner
  readonly #moves: Moves
  readonly #visited: Visited
  readonly #rng: Rng
  /** Where each slot's walk is. */
  readonly #places: Map<number, Place>
  #told: number

  constructor(context: AgentContext, learner: DqnLearner, state: AgentState | undefined) {
    const saved = state?.json as unknown as SavedJson | undefined
    this.#context = context
    this.#learner = learner
    this.#moves = movesOf(context.space)
    this.#visited = visitedOf(context.space, state?.buffers.visited)
    this.#rng = saved === undefined ? context.rng : restoreRng(saved.rng)
    this.#places = new Map(saved?.places)
    this.#told = saved?.told ?? 0
  }

  get #done(): number {
    return partDone(this.#told, this.#context.budget)
  }

  async ask(requests: readonly AskRequest[]): Promise<(Suggestion | undefined)[]> {
    const suggestions: (Suggestion | undefined)[] = []
    for (const { slot, observation, underWay = [] } of requests) {
      for (const config of underWay) this.#visited.add(config)
      suggestions.push((await this.#move(slot, observation)) ?? this.#jump())
    }
    return suggestions
  }

  async #move(slot: number, observation: Float32Array): Promise<Suggestion | undefined> {
    const place = this.#places.get(slot)?.config
    if (place === undefined) return undefined
    const mask = this.#maskAt(place)
    if (!mask.includes(1)) return undefined
    const seen = this.#seen(observation, place)
    const move = await this.#learner.act(seen, mask, this.#done)
    const config = this.#moves.from(place)[move] as Config
    this.#visited.add(config)
    const memo: Json = { move, from: place }
    return { action: configure(config), memo, reason: this.#moves.names[move] as string }
  }

  #jump(): Suggestion | undefined {
    const config = this.#visited.draw(this.#rng)
    return config && { action: configure(config), reason: 'drawn at random, to begin a walk' }
  }

  /** 1 for moves to valid configurations that are not known. */
  #maskAt(place: Config): Uint8Array {
    return Uint8Array.from(this.#moves.from(place), config =>
      Number(config !== undefined && !this.#visited.has(config)),
    )
  }

  /** What the environment shows, and where the walk is. */
  #seen(observation: Float32Array, place: Config): Float32Array {
    const seen = new Float32Array(observation.length + this.#context.space.dimension)
    seen.set(observation)
    seen.set(this.#context.space.encode(place), observation.length)
    return seen
  }

  async tell(transitions: readonly Transition[]): Promise<void> {
    for (const transition of transitions) {
      this.#told++
      const { slot, action, origin, memo, reward, terminated, truncated } = transition
      const { config } = action
      if (origin === 'caller') {
        this.#visited.add(config)
        continue
      }
      const { outcome } = transition
      const point = outcome._tag === 'Measured' ? { losses: outcome.losses, violation: outcome.violation } : null
      const before = this.#places.get(slot)
      if (memo === undefined) {
        this.#learner.interrupt(slot)
        this.#places.set(slot, { config, point })
        continue
      }
      if (before === undefined || !isWorse(point, before.point)) this.#places.set(slot, { config, point })
      const now = (this.#places.get(slot) as Place).config
      const { move, from } = memo as unknown as { readonly move: number; readonly from: Config }
      const step = {
        observation: this.#seen(transition.observation, from),
        action: move,
        reward,
        next: this.#seen(transition.nextObservation, now),
        nextMask: this.#maskAt(now),
        terminated,
        truncated,
      }
      await this.#learner.observe(slot, step, this.#done)
    }
  }

  save(): AgentState {
    const { theta, target, adam, replay, json } = this.#learner.save()
    const { next, highest, transitions, observations, nexts, nextMasks } = replay
    const saved: SavedJson = {
      rng: this.#rng.state(),
      told: this.#told,
      places: [...this.#places],
      learner: { t: adam.t, json, replay: { next, highest, transitions } },
    }
    const buffers = {
      ...networkBuffers(theta, adam),
      target: bytesOf(target),
      observations: bytesOf(observations),
      nexts: bytesOf(nexts),
      nextMasks,
      visited: this.#visited.save(),
    }
    return { kind: 'dqn', version: 1, json: saved as unknown as Json, buffers }
  }

  close(): void {
    this.#learner.close()
  }
}

/** Whether a walk stays where it is. */
const isWorse = (point: Place['point'], before: Place['point']): boolean =>
  before !== null &&
  (point === null || constrainedDominates(before.losses, before.violation, point.losses, point.violation))

const learnerFrom = ({ json, buffers }: AgentState): DqnLearnerState => {
  const { learner } = json as unknown as SavedJson
  return {
    ...networkFrom(buffers, learner.t),
    target: numbersOf(buffers.target),
    replay: {
      ...learner.replay,
      observations: numbersOf(buffers.observations),
      nexts: numbersOf(buffers.nexts),
      nextMasks: buffers.nextMasks ?? new Uint8Array(),
    },
    json: learner.json,
  }
}
