import type { Config, Json } from '../../core/index.js'
import type { NeighbourKind } from '../../space/index.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'
import type { Tools } from '../strategy.js'

export interface DescentOptions {
  /** `first`: to the first neighbour that is better. `steepest`: to the best of all neighbours. */
  readonly move: 'first' | 'steepest'
  /** One parameter moved to the next value of its order, or to any other value. */
  readonly neighbours: NeighbourKind
  /** Least step of a real parameter in its scale, with `adjacent` neighbours. */
  readonly precision: number
}

/** The walk that local searches share: from one configuration to a better neighbour, until there is none. */
export interface Descent {
  /** Where it is. */
  readonly place: Evaluation
  /** A neighbour that is not known; undefined where there is none: some are pending (`isWaiting`), or else it is at its end. */
  next(): Config | undefined
  /** Names the place and the step: to be noted with what `next` answers, and handed to `learn`. */
  readonly tag: string
  /** Takes note of a neighbour that `next` answered, or (without a tag) of anything else that was evaluated. */
  learn(evaluation: Evaluation, tag?: string): void
  /** Whether neighbours of the place are pending. */
  readonly isWaiting: boolean
  save(): Json
}

interface Progress {
  readonly place: Evaluation
  /** The best neighbour so far that is better than the place, of a steepest descent. */
  readonly better: Evaluation | null
  readonly realStep: number
  /** Neighbours to try yet. */
  readonly queue: readonly Config[]
  readonly waiting: number
}

/** A first step of real parameters; halved where no neighbour is better. */
const FIRST_STEP = 1 / 16

/** A descent that begins at an evaluated configuration, or goes on from what `save` answered. */
export const descentFrom = (
  { space, rng, isKnown }: Tools,
  { move, neighbours, precision }: DescentOptions,
  start: { readonly place: Evaluation } | { readonly saved: Json },
): Descent => {
  const unknown = (place: Evaluation, realStep: number): Config[] =>
    rng.shuffle(space.neighbours(place.config, neighbours, realStep).filter(config => !isKnown(config)))
  const hasReals =
    neighbours === 'adjacent' &&
    Object.values(space.parameters).some(parameter => parameter.kind === 'real' && parameter.step === undefined)

  let { place, better, realStep, queue, waiting }: Progress =
    'saved' in start
      ? (start.saved as unknown as Progress)
      : { place: start.place, better: null, realStep: FIRST_STEP, queue: unknown(start.place, FIRST_STEP), waiting: 0 }
  let at = 0

  const goTo = (next: Evaluation): void => {
    place = next
    better = null
    queue = unknown(place, realStep)
    at = 0
    // What is pending around the last place is not waited for, but may still be better than this one.
    waiting = 0
  }
  const tag = (): string => `${place.trial} +- ${realStep}`
  return {
    get place() {
      return place
    },
    get isWaiting() {
      return waiting > 0
    },
    next: () => {
      for (;;) {
        while (at < queue.length) {
          const config = queue[at++] as Config
          if (isKnown(config)) continue
          waiting++
          return config
        }
        if (waiting > 0) return undefined
        if (better !== null) goTo(better)
        else if (hasReals && realStep / 2 >= precision) {
          realStep /= 2
          goTo(place)
        } else return undefined
      }
    },
    get tag() {
      return tag()
    },
    learn: (evaluation, tagOfIt) => {
      if (tagOfIt === tag()) waiting--
      if (evaluation.losses === null || compareEvaluations(evaluation, better ?? place) >= 0) return
      if (move === 'first') goTo(evaluation)
      else better = evaluation
    },
    save: () => ({ place, better, realStep, queue: queue.slice(at), waiting }) satisfies Progress as unknown as Json,
  }
}
