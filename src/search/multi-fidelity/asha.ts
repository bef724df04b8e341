import type { AgentFactory } from '../../agents/agent.js'
import type { Config, Json } from '../../core/index.js'
import { type Proposal, strategy } from '../strategy.js'
import { type FidelityOptions, fidelitiesOf, shownFidelity } from './fidelities.js'
import { type Entry, Rung } from './rung.js'

/**
 * Asynchronous successive halving: whatever is among the best 1/eta of its rung by now goes on, the higher rungs first; where nothing does, a new
 * configuration starts at the lowest fidelity. So no trial waits for another. Any number of objectives. Trials of the caller are in no rung.
 * @see Li et al. 2020, "A system for massively parallel hyperparameter tuning", algorithm 2, with s = 0 (`minFidelity` says where it starts) and its
 * eta of 4; Schmucker et al. 2021 for several objectives
 */
export const asha = (options: FidelityOptions = {}): AgentFactory => {
  const { eta = 4 } = options
  const fidelities = fidelitiesOf('asha', { ...options, eta })
  const top = fidelities.length - 1
  return strategy({
    name: 'asha',
    objectives: 'any',
    fidelities: 'lower',
    make: ({ space, goals }, saved) => {
      const state = saved?.json as unknown as SavedJson | undefined
      const rungs = fidelities.map((_, k) => new Rung(goals.names.length, state?.rungs[k]))
      /** Fingerprints of known configurations that the caller has measured in full. */
      const done = new Set(state?.done)
      const isDone = (config: Config): boolean => done.size > 0 && done.has(space.fingerprint(config))

      const promotion = (promotable: (size: number) => number): Proposal | undefined => {
        for (let k = top - 1; k >= 0; k--) {
          const rung = rungs[k] as Rung
          const promoted = rung.promote(promotable(rung.size), isDone)
          if (promoted === undefined) continue
          const fidelity = fidelities[k + 1] as number
          return {
            config: promoted.config,
            fidelity,
            resumeFrom: promoted.trial,
            reason: `trial ${promoted.trial} goes on at ${shownFidelity(fidelity)}`,
            memo: { rung: k + 1 },
          }
        }
        return undefined
      }
      return {
        propose: () => promotion(size => Math.floor(size / eta)),
        drawn: () => {
          const fidelity = fidelities[0] as number
          return { fidelity, reason: `new at ${shownFidelity(fidelity)}`, memo: { rung: 0 } }
        },
        // Nothing new can start: whatever was measured goes on, the best of the highest rung first.
        usedUp: () => promotion(size => size),
        learn: evaluation => {
          const place = evaluation.memo as { readonly rung: number } | null
          if (place !== null) rungs[place.rung]?.add(evaluation)
        },
        learnAgain: ({ config }) => {
          done.add(space.fingerprint(config))
        },
        save: () => {
          const json: SavedJson = { rungs: rungs.map(rung => rung.save()), done: [...done] }
          return { json: json as unknown as Json }
        },
      }
    },
  })
}

interface SavedJson {
  readonly rungs: readonly (readonly Entry[])[]
  readonly done: readonly string[]
}
