import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { isAccepted, metropolis, spreadOf } from '../acceptance.js'
import { checkOneOf, checkWhole, checkWithin } from '../checks.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'
import { movesOf } from '../moves.js'
import { type Strategy, strategy, type Tools } from '../strategy.js'
import { adaptive, geometric, type Heat } from './cooling.js'

export interface AnnealingOptions {
  /** How the temperature falls: by the same factor with each trial, or so that the part of accepted proposals follows Lam's schedule. Default `geometric`. */
  readonly cooling?: 'geometric' | 'adaptive'
  /** Trials of one cooling, after which another begins at the best configuration. Default: those that the budget has after the start, else 1000. */
  readonly length?: number
  /** Random configurations to begin with: the best is where the walk begins, their losses tell how hot. Whole, at least 2. Default 10. */
  readonly start?: number
  /** Standard deviation of a step in a parameter's scale at the first temperature, in (0, 1]; it shrinks with the root of the temperature. Default 0.2. */
  readonly step?: number
  /**
   * How much worse a step may be that is taken in half of the cases at first, as a part of how much worse than the best the median of the
   * start is. Default 0.1.
   */
  readonly temperature?: number
}

/**
 * Simulated annealing for one objective, over parameters of every kind: a walk by random steps of one parameter, which goes to a
 * better configuration always, and to a worse one with probability exp(-(difference of losses) / temperature).
 *
 * Infeasible configurations, which are ordered by their violation, are gone to only where that is no
 * worse; failed and pruned ones never. Steps that are pending are compared with the place that the walk has reached when they are told.
 * @see Kirkpatrick, Gelatt & Vecchi 1983, "Optimization by simulated annealing"
 */
export const annealing = (options: AnnealingOptions = {}): AgentFactory => {
  const { cooling = 'geometric', length, start = 10, step = 0.2, temperature = 0.1 } = options
  checkOneOf('annealing', 'cooling', cooling, ['geometric', 'adaptive'])
  checkWhole('annealing', 'start', start, 2)
  if (length !== undefined) checkWhole('annealing', 'length', length, 1)
  checkWithin('annealing', 'step', step, 1e-9, 1)
  checkWithin('annealing', 'temperature', temperature, 0, Number.MAX_VALUE)
  return strategy({
    name: 'annealing',
    objectives: 'one',
    make: (tools, saved) => {
      const trials = tools.budget.trials ?? tools.budget.distinct
      const rest = trials === undefined ? 1000 : Math.max(1, trials - start)
      const settings = { cooling, length: length ?? rest, start, step, temperature }
      return walk(tools, settings, (saved?.json as unknown as Progress | undefined) ?? BEGINNING)
    },
  })
}

interface Progress {
  readonly best: Evaluation | null
  readonly current: Evaluation | null
  /** Losses of the feasible configurations of the start. */
  readonly losses: readonly number[]
  readonly told: number
  /** The first temperature; null during the start. */
  readonly first: number | null
  readonly heat: Heat
}

const COLD: Heat = { temperature: 0, trials: 0, acceptance: 0.5 }
const BEGINNING: Progress = { best: null, current: null, losses: [], told: 0, first: null, heat: COLD }

const walk = (tools: Tools, settings: Required<AnnealingOptions>, progress: Progress): Strategy => {
  const { rng } = tools
  const { length, start, step, temperature } = settings
  const cool = settings.cooling === 'geometric' ? geometric : adaptive
  const moves = movesOf(tools)
  let { best, current, losses, told, first, heat } = progress

  const begin = (): void => {
    heat = { temperature: first ?? 0, trials: 0, acceptance: 0.5 }
    current = best
  }
  return {
    propose: () => {
      if (current === null) return undefined
      const width = step * Math.sqrt(Math.min(1, first !== null && first > 0 ? heat.temperature / first : 0))
      const config = moves.unknown(current.config, Math.max(width, 1e-6))
      return (
        config && {
          config,
          reason: `a step from trial ${current.trial} at temperature ${heat.temperature.toPrecision(3)}`,
        }
      )
    },
    learn: evaluation => {
      told++
      const isBest = evaluation.losses !== null && (best === null || compareEvaluations(evaluation, best) < 0)
      if (isBest) best = evaluation
      if (first === null) {
        if (evaluation.losses !== null && evaluation.violation === 0)
          losses = [...losses, evaluation.losses[0] as number]
        if (told < start) return
        if (losses.length >= 2) first = (temperature * spreadOf(losses)) / Math.LN2
        begin()
      } else if (evaluation.own && current !== null) {
        const goes = isAccepted(evaluation, current, metropolis(heat.temperature), rng)
        if (goes) current = evaluation
        heat = cool(heat, first, length, goes)
        if (heat.trials >= length) begin()
      } else if (isBest) current = best
    },
    save: () => ({ json: { best, current, losses, told, first, heat } satisfies Progress as unknown as Json }),
  }
}
