import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { checkOneOf, checkWhole, checkWithin } from '../checks.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'
import { movesOf } from '../moves.js'
import { strategy } from '../strategy.js'
import { type DescentOptions, descentFrom } from './descent.js'

/** Default: `first`, `adjacent`, precision 1/1024. */
export interface HillClimbingOptions extends Partial<DescentOptions> {
  /** Random configurations before each ascent, which begins at the best of them. Whole, at least 1. Default 20. */
  readonly start?: number
}

/**
 * Hill climbing with restarts, for one objective: from a random configuration to a better neighbour until there is none, then again
 * from another one. Real parameters move by a sixteenth of their scale at first, and by half as much where that leads nowhere.
 *
 * Feasible configurations come before infeasible ones, which are ordered by their violation; a start that failed or was pruned is
 * drawn again. While the last neighbours of a place are pending, steps of two parameters are proposed. A better configuration of
 * the caller is gone to.
 */
export const hillClimbing = (options: HillClimbingOptions = {}): AgentFactory => {
  const settings = descentOptions('hillClimbing', options)
  const { start = 20 } = options
  checkWhole('hillClimbing', 'start', start, 1)
  return strategy({
    name: 'hill climbing',
    objectives: 'one',
    make: (tools, saved) => {
      const moves = movesOf(tools)
      const progress = saved?.json as Progress | undefined
      let descent = progress?.descent ? descentFrom(tools, settings, { saved: progress.descent }) : undefined
      /** Of the random configurations since the last descent: the best, and how many. */
      let { best, drawn } = progress ?? { best: null, drawn: 0 }
      return {
        propose: () => {
          if (descent === undefined) return undefined
          const next = descent.next()
          if (next !== undefined) {
            return { config: next, memo: descent.tag, reason: `a neighbour of trial ${descent.place.trial}` }
          }
          const { place } = descent
          if (!descent.isWaiting) {
            descent = undefined
            return undefined
          }
          const config = moves.unknown(moves.random(place.config, settings.precision), settings.precision)
          return config && { config, reason: `near trial ${place.trial}, whose neighbours are pending` }
        },
        drawn: () => ({ reason: 'one of the random configurations to start from' }),
        learn: evaluation => {
          if (descent !== undefined) {
            descent.learn(evaluation, evaluation.memo === null ? undefined : String(evaluation.memo))
            return
          }
          drawn++
          if (evaluation.losses !== null && (best === null || compareEvaluations(evaluation, best) < 0))
            best = evaluation
          if (drawn < start || best === null) return
          descent = descentFrom(tools, settings, { place: best })
          best = null
          drawn = 0
        },
        save: () => ({ json: { descent: descent?.save() ?? null, best, drawn } satisfies Progress as unknown as Json }),
      }
    },
  })
}

interface Progress {
  readonly descent: Json
  readonly best: Evaluation | null
  readonly drawn: number
}

/** Options of a descent, checked and with their defaults. */
const descentOptions = (owner: string, options: Partial<DescentOptions>): DescentOptions => {
  const { move = 'first', neighbours = 'adjacent', precision = 1 / 1024 } = options
  checkOneOf(owner, 'move', move, ['first', 'steepest'])
  checkOneOf(owner, 'neighbours', neighbours, ['adjacent', 'hamming'])
  checkWithin(owner, 'precision', precision, 1e-12, 1)
  return { move, neighbours, precision }
}
