import type { Json } from '../../core/index.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'

/** Who has a place now, and who had it before; none where it was empty. */
interface Settled {
  readonly place: number
  readonly replaced: Evaluation | undefined
}

/**
 * A population of fixed size, in which every proposal is made for one place and, once told, takes it from whoever holds it then, unless
 * it is worse.
 *
 * The first outcomes take the empty places. What was proposed for none (late ones of the start, random draws, trials of the caller)
 * takes the place of the worst if it is better.
 */
export interface Places {
  /** How many places there are: what was saved, whatever is asked for when it goes on. */
  readonly size: number
  readonly holders: readonly Evaluation[]
  /** Places, from that of the best holder to that of the worst. */
  readonly ranked: readonly number[]
  readonly isFull: boolean
  /** How many rounds of turns are over. */
  readonly rounds: number
  /** The place whose turn it is: one after the other. Its number belongs into the proposal's memo, as `place`. */
  next(): number
  /** undefined where the evaluation did not get a place. */
  settle(evaluation: Evaluation): Settled | undefined
  save(): Json
}

/** A population without anybody in it, or the one that `save` described. */
export const placesOf = (wanted: number, saved?: Json): Places => {
  const progress = saved as unknown as Progress | undefined
  const size = progress?.size ?? wanted
  const holders = [...(progress?.holders ?? [])]
  const ranked = [...(progress?.ranked ?? [])]
  let turns = progress?.turns ?? 0
  const rank = (place: number): void => {
    const evaluation = holders[place] as Evaluation
    let at = ranked.length
    while (at > 0 && compareEvaluations(evaluation, holders[ranked[at - 1] as number] as Evaluation) < 0) at--
    ranked.splice(at, 0, place)
  }
  return {
    size,
    holders,
    ranked,
    get isFull() {
      return holders.length === size
    },
    get rounds() {
      return Math.floor(turns / size)
    },
    next: () => turns++ % size,
    settle: evaluation => {
      if (holders.length < size) {
        const place = holders.push(evaluation) - 1
        rank(place)
        return { place, replaced: undefined }
      }
      const proposedFor = (evaluation.memo as { readonly place?: number } | null)?.place
      const place = proposedFor ?? (ranked[size - 1] as number)
      const replaced = holders[place] as Evaluation
      const difference = compareEvaluations(evaluation, replaced)
      if (difference > 0 || (difference === 0 && proposedFor === undefined)) return undefined
      ranked.splice(ranked.indexOf(place), 1)
      holders[place] = evaluation
      rank(place)
      return { place, replaced }
    },
    save: () => ({ size, holders: [...holders], ranked: [...ranked], turns }) satisfies Progress as unknown as Json,
  }
}

interface Progress {
  readonly size: number
  readonly holders: readonly Evaluation[]
  readonly ranked: readonly number[]
  readonly turns: number
}
