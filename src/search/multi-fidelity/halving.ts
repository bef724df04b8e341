import type { Config, Json } from '../../core/index.js'
import type { Proposal, Saved, Strategy, Tools } from '../strategy.js'
import { Bracket, type RungPlan, type SavedBracket } from './bracket.js'
import { shownFidelity } from './fidelities.js'

/** A strategy of which all is decided but which new configurations it tries. */
export interface Halving extends Required<Omit<Strategy, 'propose'>> {
  /** A configuration that goes on; undefined asks for a new one. */
  propose(): Proposal | undefined
}

/**
 * Brackets of successive halving one after the other, by these plans in turn. It never waits: where no bracket has anything to do until more is
 * told, the next one begins, as in HpBandSter. Where the space is used up, the best of an incomplete rung goes on early.
 */
export const halving = (
  { space, goals }: Tools,
  plans: readonly (readonly RungPlan[])[],
  saved: Saved | undefined,
): Halving => {
  const state = saved?.json as unknown as SavedHalving | undefined
  const planOf = (number: number): readonly RungPlan[] => plans[number % plans.length] as readonly RungPlan[]
  const openBracket = (number: number, of?: SavedBracket): Bracket =>
    new Bracket(planOf(number), goals.names.length, of)
  const brackets = new Map(state?.brackets.map(([number, of]) => [number, openBracket(number, of)]))
  let opened = state?.opened ?? 0
  /** Fingerprints of known configurations that the caller has measured in full. */
  const done = new Set(state?.done)
  const isDone = (config: Config): boolean => done.size > 0 && done.has(space.fingerprint(config))

  const promotion = (early: boolean): Proposal | undefined => {
    for (const [number, bracket] of brackets) {
      const promoted = bracket.promote(isDone, early)
      if (promoted === undefined) {
        if (bracket.isOver) brackets.delete(number)
        continue
      }
      const { individual, rung } = promoted
      const { fidelity } = bracket.plan[rung] as RungPlan
      return {
        config: individual.config,
        fidelity,
        resumeFrom: individual.trial,
        reason: `bracket ${number}: trial ${individual.trial} goes on at ${shownFidelity(fidelity)}`,
        memo: { bracket: number, rung },
      }
    }
    return undefined
  }
  const openOne = (): [number, Bracket] => {
    for (const [number, bracket] of brackets) if (bracket.isOpen) return [number, bracket]
    const number = opened++
    const bracket = openBracket(number)
    brackets.set(number, bracket)
    return [number, bracket]
  }

  return {
    propose: () => promotion(false),
    drawn: () => {
      const [number, bracket] = openOne()
      bracket.start()
      const { fidelity } = bracket.plan[0] as RungPlan
      const reason = `bracket ${number}: new at ${shownFidelity(fidelity)}`
      return { fidelity, reason, memo: { bracket: number, rung: 0 } }
    },
    usedUp: () => promotion(true),
    learn: evaluation => {
      const place = evaluation.memo as { readonly bracket: number; readonly rung: number } | null
      if (place !== null) brackets.get(place.bracket)?.learn(place.rung, evaluation)
    },
    learnAgain: ({ config }) => {
      done.add(space.fingerprint(config))
    },
    save: () => {
      const json: SavedHalving = {
        opened,
        brackets: [...brackets].map(([number, bracket]) => [number, bracket.save()]),
        done: [...done],
      }
      return { json: json as unknown as Json }
    },
  }
}

interface SavedHalving {
  readonly opened: number
  /** Those that are not over. */
  readonly brackets: readonly (readonly [number, SavedBracket])[]
  readonly done: readonly string[]
}
