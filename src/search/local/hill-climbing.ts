import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { checkWhole } from '../checks.js'
import { isBetter, memoryOf, type Place } from '../memory.js'
import { movesOf } from '../moves.js'
import { strategy } from '../strategy.js'
import { type DescentOptions, descentFrom, descentOptions } from './descent.js'

/** Default: `first`, `mixed`, `promising`, precision 1/1024. */
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
    version: 2,
    objectives: 'one',
    make: (tools, saved) => {
      const progress = saved?.json as Progress | undefined
      const ground = { ...tools, memory: memoryOf(tools.space, progress?.memory), moves: movesOf(tools) }
      let descent = progress?.descent ? descentFrom(ground, settings, { saved: progress.descent }) : undefined
      /** Of the random configurations since the last descent: the best, and how many. */
      let { best, drawn } = progress ?? { best: null, drawn: 0 }
      return {
        propose: () => {
          const next = descent?.next()
          if (next === undefined && !descent?.isWaiting) descent = undefined
          return next
        },
        drawn: () => ({ reason: 'one of the random configurations to start from' }),
        learn: evaluation => {
          ground.memory.add(evaluation)
          if (descent !== undefined) {
            descent.learn(evaluation)
            return
          }
          drawn++
          if (isBetter(evaluation, best)) best = evaluation
          if (drawn < start || best === null) return
          descent = descentFrom(ground, settings, { place: best })
          best = null
          drawn = 0
        },
        save: () => ({
          json: {
            descent: descent?.save() ?? null,
            best,
            drawn,
            memory: ground.memory.save(),
          } satisfies Progress as unknown as Json,
        }),
      }
    },
  })
}

interface Progress {
  readonly descent: Json
  /** Of the start. */
  readonly best: Place | null
  readonly drawn: number
  readonly memory: Json
}
