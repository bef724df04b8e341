import type { AgentFactory } from '../../agents/agent.js'
import type { Json } from '../../core/index.js'
import { generalisedAcceptance, isAccepted, spreadOf } from '../acceptance.js'
import { checkWhole, checkWithin } from '../checks.js'
import { type DescentOptions, descentFrom, descentOptions } from '../local/descent.js'
import type { Walk } from '../local/walk.js'
import { isBetter, memoryOf, type Place } from '../memory.js'
import { movesOf } from '../moves.js'
import { type Strategy, strategy, type Tools } from '../strategy.js'
import { visitsOf } from './visiting.js'

/** Of the descents; default: `first`, `mixed`, `promising`, precision 1/1024. */
export interface DualAnnealingOptions extends Partial<DescentOptions> {
  /** Random configurations to begin with: the best is where the walk begins, their losses tell the unit of the temperature. Whole, at least 2. Default 10. */
  readonly start?: number
  /** The first temperature. Default 5230. */
  readonly temperature?: number
  /** Part of the first temperature at which the walk begins anew, at a random configuration. In (0, 1). Default 2e-5. */
  readonly restart?: number
  /** q_v, in (1, 3): the larger, the more often a step is a long one. Default 2.62. */
  readonly visit?: number
  /** q_a, at most 1: the smaller, the less is accepted that is worse. Default -5. */
  readonly accept?: number
  /** Whether descents are made. Default true. */
  readonly localSearch?: boolean
}

/**
 * Generalised simulated annealing with local search, for one objective over parameters of every kind. Chains of visits, half of them of all
 * parameters and half of one after the other; after each chain that found a new best, a descent from there.
 *
 * Infeasible configurations, which are ordered by their violation, are gone to only where that is no worse; failed and pruned ones
 * never. Visits that are pending are compared with the place that the walk has reached when they are told; what is known already is
 * visited without a trial.
 * @see Xiang, Sun, Fan & Gong 1997, "Generalized simulated annealing algorithm and its application to the Thomson model"; Tsallis &
 * Stariolo 1996; defaults and the order of steps as in SciPy's `dual_annealing`
 */
export const dualAnnealing = (options: DualAnnealingOptions = {}): AgentFactory => {
  const descent = descentOptions('dualAnnealing', options)
  const { start = 10, temperature = 5230, restart = 2e-5, visit = 2.62, accept = -5, localSearch = true } = options
  checkWhole('dualAnnealing', 'start', start, 2)
  checkWithin('dualAnnealing', 'temperature', temperature, 1e-9, Number.MAX_VALUE)
  checkWithin('dualAnnealing', 'restart', restart, 1e-12, 1 - 1e-12)
  checkWithin('dualAnnealing', 'visit', visit, 1.01, 2.99)
  checkWithin('dualAnnealing', 'accept', accept, -1e9, 1)
  return strategy({
    name: 'dual annealing',
    objectives: 'one',
    make: (tools, saved) => {
      const settings = { start, temperature, restart, visit, accept, localSearch, descent }
      return chains(tools, settings, (saved?.json as unknown as Progress | undefined) ?? BEGINNING)
    },
  })
}

interface Settings extends Required<Omit<DualAnnealingOptions, keyof DescentOptions>> {
  readonly descent: DescentOptions
}

interface Progress {
  readonly memory: Json
  /** Losses of the feasible configurations of the start. */
  readonly losses: readonly number[]
  readonly told: number
  readonly current: Place | null
  /** Chains since the last beginning. */
  readonly chain: number
  /** Visits of this chain: proposed, and told. */
  readonly proposed: number
  readonly visited: number
  /** Whether this chain has found a new best. */
  readonly isImproved: boolean
  readonly descent: Json
}

const BEGINNING: Progress = {
  memory: [],
  losses: [],
  told: 0,
  current: null,
  chain: 0,
  proposed: 0,
  visited: 0,
  isImproved: true,
  descent: null,
}

/** Losses of the start are so many units of temperature apart, the best and the median: about as many as in the functions for which the defaults were made. */
const SPREAD = 50

/** Visits in a row that may be of known configurations. */
const MAX_FREE = 100

/** The temperature of a chain, the first being 0. @see Xiang et al. 1997, equation 6 */
export const temperatureAt = (chain: number, first: number, qv: number): number =>
  (first * (2 ** (qv - 1) - 1)) / ((chain + 2) ** (qv - 1) - 1)

const chains = (tools: Tools, settings: Settings, progress: Progress): Strategy => {
  const { rng, space, isKnown } = tools
  const { start, visit, accept } = settings
  const memory = memoryOf(space, progress.memory)
  const moves = movesOf(tools)
  const visits = visitsOf(tools, moves, visit)
  const ground = { ...tools, memory, moves }
  let { losses, told, current, chain, proposed, visited, isImproved } = progress
  let descent: Walk | undefined = progress.descent
    ? descentFrom(ground, settings.descent, { saved: progress.descent })
    : undefined

  const unit = (): number => spreadOf(losses) / SPREAD
  const heat = (): number => temperatureAt(chain, settings.temperature, visit)

  const visitTo = (place: Place): void => {
    if (current === null) return
    visited++
    const acceptance = generalisedAcceptance(accept, (heat() * unit()) / (chain + 1))
    if (isAccepted(place, current, acceptance, rng)) current = place
    if (visited < 2 * visits.count(current.config)) return
    if (isImproved && settings.localSearch && memory.best !== undefined)
      descent = descentFrom(ground, settings.descent, { place: memory.best })
    isImproved = false
    chain++
    proposed = 0
    visited = 0
    if (heat() < settings.temperature * settings.restart) {
      chain = 0
      current = null
    }
  }
  return {
    propose: () => {
      for (let free = 0; free < MAX_FREE; free++) {
        if (descent !== undefined) {
          const next = descent.next()
          if (next !== undefined || descent.isWaiting) return next
          current = descent.best
          descent = undefined
        }
        if (current === null) return undefined
        const count = visits.count(current.config)
        const turn = proposed++ % (2 * count)
        const config = visits.from(current.config, heat(), turn < count ? 'all' : turn - count)
        const known = memory.of(config)
        if (known !== undefined) visitTo(known)
        else if (!isKnown(config)) {
          const reason = `a visit from trial ${current.trial} at temperature ${heat().toPrecision(3)}`
          return { config, reason, memo: 'visit' }
        }
      }
      return undefined
    },
    drawn: () => ({ reason: 'random', memo: 'visit' }),
    learn: evaluation => {
      const before = memory.best
      memory.add(evaluation)
      const isBest = isBetter(evaluation, before)
      isImproved ||= isBest
      told++
      if (told <= start) {
        if (evaluation.losses !== null && evaluation.violation === 0)
          losses = [...losses, evaluation.losses[0] as number]
        if (told === start) current = memory.best ?? null
      } else if (descent !== undefined) descent.learn(evaluation)
      else if (current === null) current = evaluation.losses === null ? null : evaluation
      else if (evaluation.memo === 'visit') visitTo(evaluation)
      else if (isBest) current = evaluation
    },
    save: () => ({
      json: {
        memory: memory.save(),
        losses,
        told,
        current,
        chain,
        proposed,
        visited,
        isImproved,
        descent: descent?.save() ?? null,
      } satisfies Progress as unknown as Json,
    }),
  }
}
