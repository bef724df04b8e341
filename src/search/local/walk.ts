import type { Config, Json } from '../../core/index.js'
import type { Space } from '../../space/index.js'
import type { Memory, Place } from '../memory.js'
import type { Moves } from '../moves.js'
import type { Proposal, Tools } from '../strategy.js'

/** A walk from one configuration to another one near to it, which comes to an end. What is known already is passed without a trial. */
export interface Walk {
  /** The best place that it has been at. */
  readonly best: Place
  /**
   * A neighbour that is not known. While the last neighbours that it needs are pending (`isWaiting`), something near. Undefined where it
   * is at its end, and where nothing near is left.
   */
  next(): Proposal | undefined
  /** Whether it waits for neighbours that are pending. */
  readonly isWaiting: boolean
  /** Anything that was evaluated: what is better than all so far is gone to, wherever it is. */
  learn(found: Place): void
  save(): Json
}

/** Where a walk begins, or what its `save` answered. */
export type WalkStart = { readonly place: Place } | { readonly saved: Json }

/** What a walk works with. */
export interface Ground extends Tools {
  readonly memory: Memory
  readonly moves: Moves
}

/** Those of some configurations that are proposed and not told yet. */
export const stillPending = (
  { space, pending }: { readonly space: Space; pending(): readonly Config[] },
  configs: readonly Config[],
): readonly Config[] => {
  if (configs.length === 0) return configs
  const open = new Set(pending().map(space.fingerprint))
  return open.size === 0 ? [] : configs.filter(config => open.has(space.fingerprint(config)))
}

/** What to try near a place while its neighbours are pending: a step further. */
export const stepNear = ({ moves }: Ground, { config, trial }: Place, spread: number): Proposal | undefined => {
  const near = moves.unknown(moves.random(config, spread), spread)
  return near && { config: near, reason: `near trial ${trial}, whose neighbours are pending` }
}
