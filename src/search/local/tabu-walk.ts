import type { Config, Json } from '../../core/index.js'
import { domainsOf, type NeighbourKind } from '../../space/index.js'
import { compareEvaluations } from '../evaluation.js'
import { isBetter, type Place } from '../memory.js'
import { tabuListOf } from './tabu-list.js'
import { type Ground, stepNear, stillPending, type Walk, type WalkStart } from './walk.js'

export interface TabuWalkOptions {
  readonly tenure: number
  readonly neighbours: NeighbourKind
  readonly sample: number
  /** Steps in a row without a new best after which it ends. */
  readonly steps: number
  readonly precision: number
}

interface Progress {
  readonly place: Place
  readonly best: Place
  readonly step: number
  /** The step that led to the best. */
  readonly bestStep: number
  readonly tabu: Json
  /** Neighbours of the place that are looked at before the next step; null before they are drawn. */
  readonly candidates: readonly Config[] | null
}

/** A first step of real parameters; each step is drawn between this and the precision. */
const FIRST_STEP = 1 / 16

export const tabuWalkFrom = (
  ground: Ground,
  { tenure, neighbours, sample, steps, precision }: TabuWalkOptions,
  start: WalkStart,
): Walk => {
  const { space, rng, isKnown, memory } = ground
  let { place, best, step, bestStep, tabu, candidates }: Progress =
    'saved' in start
      ? (start.saved as unknown as Progress)
      : { place: start.place, best: start.place, step: 0, bestStep: 0, tabu: [], candidates: null }
  const list = tabuListOf(domainsOf(space), tabu)

  /** All known neighbours, and some of those that are not. */
  const draw = (): Config[] => {
    const realStep = FIRST_STEP * (precision / FIRST_STEP) ** rng.next()
    const near = space.neighbours(place.config, neighbours, realStep)
    const unknown = near.filter(config => !isKnown(config))
    return [...near.filter(config => isKnown(config)), ...rng.shuffle(unknown).slice(0, sample)]
  }
  const goTo = (next: Place): void => {
    list.add(place.config, next.config, step, tenure)
    place = next
    step++
    candidates = null
    if (isBetter(place, best)) {
      best = place
      bestStep = step
    }
  }
  const remaining = (to: Place): number => (isBetter(to, best) ? 0 : list.remaining(place.config, to.config, step))
  return {
    get best() {
      return best
    },
    get isWaiting() {
      return candidates !== null && stillPending(ground, candidates).length > 0
    },
    next: () => {
      for (;;) {
        if (step - bestStep >= steps) return undefined
        candidates ??= draw()
        const told = candidates
          .map(config => memory.of(config))
          .filter((found): found is Place => found !== undefined && found.losses !== null)
          .sort(compareEvaluations)
        const allowed = told.find(found => remaining(found) === 0)
        if (allowed !== undefined && isBetter(allowed, place)) {
          goTo(allowed)
          continue
        }
        const config = candidates.find(candidate => !isKnown(candidate))
        if (config !== undefined) return { config, reason: `a neighbour of trial ${place.trial}` }
        if (stillPending(ground, candidates).length > 0) return stepNear(ground, place, precision)
        const next = allowed ?? told.sort((a, b) => remaining(a) - remaining(b))[0]
        if (next === undefined) return undefined
        goTo(next)
      }
    },
    learn: found => {
      if (isBetter(found, best)) goTo(found)
    },
    save: () => ({ place, best, step, bestStep, tabu: list.save(), candidates }) satisfies Progress as unknown as Json,
  }
}
