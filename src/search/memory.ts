import type { Config, Json } from '../core/index.js'
import type { Space } from '../space/index.js'
import { compareEvaluations, type Evaluation } from './evaluation.js'

/** A configuration that was evaluated, and what was found there. */
export type Place = Pick<Evaluation, 'trial' | 'config' | 'losses' | 'violation'>

/** What was found of each configuration, so that a walk passes over known ones without a trial. */
export interface Memory {
  /** The best one that has losses, of equals the first. */
  readonly best: Place | undefined
  /** Undefined also for what is pending, or was told at a lower fidelity only. */
  of(config: Config): Place | undefined
  add(evaluation: Evaluation): void
  /** The last ones, at most so many. */
  recent(count: number): readonly Place[]
  save(): Json
}

/** An empty memory, or the one that `save` described. */
export const memoryOf = (space: Space, saved?: Json): Memory => {
  const places = new Map<string, Place>()
  const order: Place[] = []
  let best: Place | undefined
  const add = ({ trial, config, losses, violation }: Place): void => {
    const place: Place = { trial, config, losses, violation }
    places.set(space.fingerprint(config), place)
    order.push(place)
    if (isBetter(place, best)) best = place
  }
  for (const place of (saved ?? []) as unknown as readonly Place[]) add(place)
  return {
    get best() {
      return best
    },
    of: config => places.get(space.fingerprint(config)),
    add,
    recent: count => order.slice(-count),
    save: () => [...order] as unknown as Json,
  }
}

/** Whether something has losses and comes before another; before nothing comes whatever has losses. */
export const isBetter = (a: Place, b: Place | null | undefined): boolean =>
  a.losses !== null && (b === undefined || b === null || compareEvaluations(a, b) < 0)
