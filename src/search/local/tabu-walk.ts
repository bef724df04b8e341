import type { Config, Json } from '../../core/index.js'
import { domainsOf, isDiscrete } from '../../space/index.js'
import { compareEvaluations } from '../evaluation.js'
import { isBetter, type Place } from '../memory.js'
import { type NeighbourhoodOptions, orderOf } from './neighbourhood.js'
import { tabuListOf } from './tabu-list.js'
import { type Ground, stepNear, stillPending, type Walk, type WalkStart } from './walk.js'

export interface TabuWalkOptions extends NeighbourhoodOptions {
  /** Steps for which a value that was left is tabu. */
  readonly tenure: number
  /** Neighbours that are tried before each step, of those that are not known. */
  readonly sample: number
  /** Steps in a row without a new best, after which the walk ends. */
  readonly steps: number
}

interface Progress {
  readonly place: Place
  readonly best: Place
  readonly realStep: number
  /** Whether reals have been moved by the least step from this place. */
  readonly isRefined: boolean
  readonly step: number
  /** The step that led to the best. */
  readonly bestStep: number
  readonly tabu: Json
  /** Neighbours of the place that are looked at before the next step; null before they are drawn. */
  readonly candidates: readonly Config[] | null
}

/** A step of real parameters; before the best place is left it is halved there, again and again, down to the precision. */
const FIRST_STEP = 1 / 16

/**
 * A walk to the best neighbour that is not tabu, also where that is worse; at once to one that is better than the place. A tabu neighbour
 * is allowed where it is better than all so far (aspiration), and where all are tabu the one is taken that is so for the shortest
 * time. Known neighbours take part without a trial; those that failed or were pruned are never gone to.
 * @see Glover 1989, "Tabu search, part I"; Glover 1990, "Tabu search, part II", for candidate lists and aspiration by default
 */
export const tabuWalkFrom = (
  ground: Ground,
  { tenure, neighbours, order, sample, steps, precision }: TabuWalkOptions,
  start: WalkStart,
): Walk => {
  const { space, isKnown, memory } = ground
  const ordered = orderOf(ground, order)
  let { place, best, realStep, isRefined, step, bestStep, tabu, candidates }: Progress =
    'saved' in start
      ? (start.saved as unknown as Progress)
      : {
          place: start.place,
          best: start.place,
          realStep: FIRST_STEP,
          isRefined: false,
          step: 0,
          bestStep: 0,
          tabu: [],
          candidates: null,
        }
  const list = tabuListOf(domainsOf(space), tabu)
  const hasReals = neighbours !== 'hamming' && !isDiscrete(space)

  const candidatesAround = ({ config }: Place): Config[] => {
    const near = space.neighbours(config, neighbours, realStep)
    const unknown = near.filter(other => !isKnown(other))
    return [...near.filter(isKnown), ...ordered(unknown).slice(0, sample)]
  }
  const goTo = (next: Place): void => {
    list.add(place.config, next.config, step, tenure)
    if (!isBetter(next, place)) realStep = FIRST_STEP
    isRefined = false
    place = next
    step++
    candidates = null
    if (!isBetter(place, best)) return
    best = place
    bestStep = step
  }
  const tabuFor = (to: Place): number => (isBetter(to, best) ? 0 : list.remaining(place.config, to.config, step))
  const refine = (): void => {
    isRefined = realStep / 2 < precision
    realStep = isRefined ? FIRST_STEP : realStep / 2
    candidates = null
  }
  return {
    get best() {
      return best
    },
    get isWaiting() {
      return candidates !== null && stillPending(ground, candidates).length > 0
    },
    next: () => {
      while (step - bestStep < steps) {
        candidates ??= candidatesAround(place)
        const found = candidates
          .map(memory.of)
          .filter((known): known is Place => known !== undefined && known.losses !== null)
          .sort(compareEvaluations)
        const allowed = found.find(to => tabuFor(to) === 0)
        const untried = candidates.find(config => !isKnown(config))
        if (allowed !== undefined && isBetter(allowed, place)) goTo(allowed)
        else if (untried !== undefined) return { config: untried, reason: `a neighbour of trial ${place.trial}` }
        else if (stillPending(ground, candidates).length > 0) return stepNear(ground, place, precision)
        else if (hasReals && !isRefined && place.trial === best.trial) refine()
        else {
          const next = allowed ?? found.sort((a, b) => tabuFor(a) - tabuFor(b))[0]
          if (next === undefined) return undefined
          goTo(next)
        }
      }
      return undefined
    },
    learn: found => {
      if (isBetter(found, best)) goTo(found)
    },
    save: () =>
      ({
        place,
        best,
        realStep,
        isRefined,
        step,
        bestStep,
        tabu: list.save(),
        candidates,
      }) satisfies Progress as unknown as Json,
  }
}
