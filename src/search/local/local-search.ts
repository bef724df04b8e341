import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { isDiscrete, type NeighbourKind } from '../../space/index.js'
import { checkOneOf, checkWhole } from '../checks.js'
import { compareEvaluations, type Evaluation } from '../evaluation.js'
import { type Strategy, strategy, type Tools } from '../strategy.js'

export interface LocalSearchOptions {
  /** Random configurations to begin with. Default 10. */
  readonly start?: number
  /** After so many trials in a row without a new best, every other proposal is random until there is one. Default 12. */
  readonly patience?: number
  /** What counts as near: one parameter moved to the next value of its order, or to any other value. Default `adjacent`. */
  readonly neighbours?: NeighbourKind
}

/**
 * Best-first local search, for one objective: after a random start it proposes a random unknown neighbour of the best
 * configuration that has one. Where all neighbours of the very best are known, it goes on around the second best, and so on,
 * which leads out of local optima; where that takes long, random proposals are mixed in.
 *
 * Feasible configurations come before infeasible ones, which are ordered by their violation. Failed and pruned ones have no
 * neighbourhood.
 * @see Doran & Michie 1966, "Experiments with the Graph Traverser program"
 */
export const localSearch = ({
  start = 10,
  patience = 12,
  neighbours = 'adjacent',
}: LocalSearchOptions = {}): AgentFactory => {
  checkWhole('localSearch', 'start', start, 1)
  checkWhole('localSearch', 'patience', patience, 1)
  checkOneOf('localSearch', 'neighbours', neighbours, ['adjacent', 'hamming', 'mixed'])
  return strategy({
    name: 'local search',
    objectives: 'one',
    make: (tools, saved) =>
      bestFirst(tools, { start, patience, neighbours }, (saved?.json as unknown as Progress) ?? BEGINNING),
  })
}

interface Progress {
  /** Measured, and perhaps with unknown neighbours: the best first, among equals the older. */
  readonly open: readonly Evaluation[]
  readonly best: Evaluation | null
  readonly told: number
  /** Trials told since the best one. */
  readonly stale: number
  readonly isRandomTurn: boolean
  /** How far reals without a step move in their scale around the best one. */
  readonly realStep: number
}

/** A first step of real parameters, and the last one: it is halved where all neighbours of the best one are known. */
const [FIRST_STEP, LAST_STEP] = [1 / 16, 1 / 1024]

const BEGINNING: Progress = { open: [], best: null, told: 0, stale: 0, isRandomTurn: false, realStep: FIRST_STEP }

const bestFirst = (
  { space, rng, isKnown }: Tools,
  { start, patience, neighbours }: Required<LocalSearchOptions>,
  progress: Progress,
): Strategy => {
  const open = [...progress.open]
  let { best, told, stale, isRandomTurn, realStep = FIRST_STEP } = progress
  const hasReals = neighbours !== 'hamming' && !isDiscrete(space)
  return {
    propose: () => {
      isRandomTurn = stale >= patience && !isRandomTurn
      if (told < start || isRandomTurn) return undefined
      for (let nearest = open[0]; nearest !== undefined; nearest = open[0]) {
        const isBest = nearest.trial === best?.trial
        const step = isBest ? realStep : FIRST_STEP
        const unknown = space.neighbours(nearest.config, neighbours, step).filter(config => !isKnown(config))
        if (unknown.length > 0) {
          const reason = `a neighbour of trial ${nearest.trial}`
          return { config: rng.pick(unknown), reason, ...(hasReals && { memo: step }) }
        }
        if (isBest && hasReals && realStep > LAST_STEP) realStep /= 2
        else open.shift()
      }
      return undefined
    },
    learn: evaluation => {
      told++
      stale++
      if (evaluation.losses === null) return
      const worse = open.findIndex(other => compareEvaluations(evaluation, other) < 0)
      open.splice(worse < 0 ? open.length : worse, 0, evaluation)
      if (best !== null && compareEvaluations(evaluation, best) >= 0) return
      best = evaluation
      stale = 0
      realStep = typeof evaluation.memo === 'number' ? evaluation.memo : FIRST_STEP
    },
    save: () => ({ json: structuredClone({ open, best, told, stale, isRandomTurn, realStep }) as unknown as Json }),
  }
}
