import type { Config, Json } from '../../core/index.js'
import { isDiscrete } from '../../space/index.js'
import { isBetter, memoryOf, type Place } from '../memory.js'
import { movesOf } from '../moves.js'
import type { Strategy, Tools } from '../strategy.js'
import type { Ground, Walk, WalkStart } from './walk.js'

/** What a walk from one local optimum to another does between its descents. */
export interface Hops {
  /**
   * Where the next descent begins.
   * @param returns Hops in a row that have ended where they began.
   */
  kick(home: Place, returns: number): Config
  /**
   * Whether the walk goes on from the local optimum that followed.
   * @param losses Of the feasible random configurations so far.
   */
  accepts(next: Place, home: Place, losses: readonly number[]): boolean
  /** What goes on, for those who make it. */
  save(): Json
}

export interface HoppingOptions {
  /** Random configurations of which the best is where the first descent begins. */
  readonly start: number
  /** Trials in a row without a better local optimum, after which everything begins anew; where there are reals, five hops at least. */
  readonly patience: number
  /** From a start or a kick to a local optimum. */
  readonly walk: (ground: Ground, start: WalkStart) => Walk
}

export interface HoppingProgress {
  readonly memory: Json
  readonly hops: Json
  readonly losses: readonly number[]
  readonly drawn: number
  /** The best of the start so far. */
  readonly first: Place | null
  /** The local optimum that the walk is at. */
  readonly home: Place | null
  /** The best local optimum since the start, and the trials told since. */
  readonly summit: Place | null
  readonly stale: number
  /** Local optima since then. */
  readonly fruitless: number
  readonly returns: number
  readonly walk: Json
}

const BEGINNING = { losses: [], drawn: 0, first: null, home: null, summit: null, stale: 0, fruitless: 0, returns: 0 }

/** Hops before everything begins anew, where there are reals: one descent there may take more trials than the patience. */
const LEAST_HOPS = 5

/** Kicks in a row that may cost no trial, since all that they and their descents pass is known. */
const MAX_FREE = 30

/**
 * A walk over local optima: from the best of some random configurations down, then again and again a kick, a descent, and on from
 * where that ended or from where it was. A kick to a configuration that failed or was pruned is followed by another one; while a
 * kick is pending, others are proposed. A better configuration of the caller is gone to.
 *
 * @param makeHops `saved` is what their `save` answered, where it goes on.
 */
export const hopping = (
  tools: Tools,
  { start, patience, walk: walkFrom }: HoppingOptions,
  makeHops: (ground: Ground, saved: Json | undefined) => Hops,
  progress: HoppingProgress | undefined,
): Strategy => {
  const memory = memoryOf(tools.space, progress?.memory)
  const ground: Ground = { ...tools, memory, moves: movesOf(tools) }
  const hops = makeHops(ground, progress?.hops)
  let {
    losses,
    drawn,
    first,
    home,
    summit,
    stale,
    fruitless,
    returns,
  }: Omit<HoppingProgress, 'memory' | 'hops' | 'walk'> = progress ?? BEGINNING
  const leastHops = isDiscrete(tools.space) ? 0 : LEAST_HOPS
  let walk: Walk | undefined
  if (progress?.walk) walk = walkFrom(ground, { saved: progress.walk })
  const walkOnFrom = (place: Place): void => {
    walk = walkFrom(ground, { place })
  }

  const arriveAt = (place: Place): void => {
    walk = undefined
    returns = place.trial === home?.trial ? returns + 1 : 0
    fruitless++
    if (isBetter(place, summit)) {
      summit = place
      stale = 0
      fruitless = 0
    }
    if (home === null || hops.accepts(place, home, losses)) home = place
    if (stale < patience || fruitless < leastHops) return
    home = null
    summit = null
    stale = 0
    fruitless = 0
  }
  return {
    propose: () => {
      for (let free = 0; free < MAX_FREE; free++) {
        if (walk !== undefined) {
          const next = walk.next()
          if (next !== undefined || walk.isWaiting) return next
          arriveAt(walk.best)
        }
        if (home === null) return undefined
        const config = hops.kick(home, returns)
        const known = memory.of(config)
        if (known === undefined && !tools.isKnown(config))
          return { config, memo: 'kick', reason: `kicked from trial ${home.trial}` }
        if (known === undefined || known.losses === null) returns++
        else walkOnFrom(known)
      }
      return undefined
    },
    drawn: () => ({ reason: 'random' }),
    learn: evaluation => {
      memory.add(evaluation)
      stale++
      if (walk !== undefined) walk.learn(evaluation)
      else if (home !== null) {
        const isKick = evaluation.memo === 'kick' && evaluation.losses !== null
        if (isKick || isBetter(evaluation, home)) walkOnFrom(evaluation)
      } else {
        drawn++
        if (evaluation.losses !== null && evaluation.violation === 0)
          losses = [...losses, evaluation.losses[0] as number]
        if (isBetter(evaluation, first)) first = evaluation
        if (drawn < start || first === null) return
        walkOnFrom(first)
        first = null
        drawn = 0
      }
    },
    save: () => ({
      json: {
        memory: memory.save(),
        hops: hops.save(),
        losses,
        drawn,
        first,
        home,
        summit,
        stale,
        fruitless,
        returns,
        walk: walk?.save() ?? null,
      } satisfies HoppingProgress as unknown as Json,
    }),
  }
}
