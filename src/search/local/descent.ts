import type { Config, Json } from '../../core/index.js'
import { checkOneOf } from '../checks.js'
import { isBetter, type Place } from '../memory.js'
import { type NeighbourhoodOptions, neighbourhoodOptions, orderOf } from './neighbourhood.js'
import { type Ground, stepNear, stillPending, type Walk, type WalkStart } from './walk.js'

export interface DescentOptions extends NeighbourhoodOptions {
  /** `first`: to the first neighbour that is better. `steepest`: to the best of all neighbours. */
  readonly move: 'first' | 'steepest'
}

/** Options of a descent, checked and with their defaults. */
export const descentOptions = (owner: string, options: Partial<DescentOptions>): DescentOptions => {
  const { move = 'first' } = options
  checkOneOf(owner, 'move', move, ['first', 'steepest'])
  return { move, ...neighbourhoodOptions(owner, options) }
}

interface Progress {
  readonly place: Place
  /** The best so far that is better than the place, of a steepest descent. */
  readonly better: Place | null
  readonly realStep: number
  /** Neighbours to try yet. */
  readonly queue: readonly Config[]
  /** Neighbours that were tried and not told yet, when that was last looked at. */
  readonly waiting: readonly Config[]
}

/** A first step of real parameters; halved where no neighbour is better. */
const FIRST_STEP = 1 / 16

/** A walk to a better neighbour until there is none. */
export const descentFrom = (
  ground: Ground,
  { move, neighbours, order, precision }: DescentOptions,
  start: WalkStart,
): Walk => {
  const { space, isKnown, memory } = ground
  const ordered = orderOf(ground, order)
  const hasReals =
    neighbours !== 'hamming' &&
    Object.values(space.parameters).some(parameter => parameter.kind === 'real' && parameter.step === undefined)
  let { place, better, realStep, queue, waiting }: Progress =
    'saved' in start
      ? (start.saved as unknown as Progress)
      : { place: start.place, better: null, realStep: FIRST_STEP, queue: [], waiting: [] }
  let at = 0

  /** Looks around a place: at what is known already, and for what is to be tried. */
  const settleAt = (next: Place): void => {
    for (let known: Place | null = next; known !== null; ) {
      place = known
      better = null
      const untried: Config[] = []
      const open: Config[] = []
      for (const config of space.neighbours(place.config, neighbours, realStep)) {
        const found = memory.of(config)
        if (found === undefined) (isKnown(config) ? open : untried).push(config)
        else if (isBetter(found, better ?? place)) better = found
      }
      queue = ordered(untried)
      waiting = open
      at = 0
      known = move === 'first' ? better : null
    }
  }
  if ('place' in start) settleAt(start.place)

  const isWaiting = (): boolean => {
    waiting = stillPending(ground, waiting)
    return waiting.length > 0
  }
  return {
    get best() {
      return better ?? place
    },
    get isWaiting() {
      return isWaiting()
    },
    next: () => {
      for (;;) {
        while (at < queue.length) {
          const config = queue[at++] as Config
          if (isKnown(config)) continue
          waiting = [...waiting, config]
          return { config, reason: `a neighbour of trial ${place.trial}` }
        }
        if (isWaiting()) return stepNear(ground, place, precision)
        if (better !== null) settleAt(better)
        else if (hasReals && realStep / 2 >= precision) {
          realStep /= 2
          settleAt(place)
        } else return undefined
      }
    },
    learn: found => {
      if (!isBetter(found, better ?? place)) return
      if (move === 'first') settleAt(found)
      else better = found
    },
    save: () => ({ place, better, realStep, queue: queue.slice(at), waiting }) satisfies Progress as unknown as Json,
  }
}
