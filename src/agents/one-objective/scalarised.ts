import { type Goals, lossOf, type Objective } from '../../goals/index.js'
import { augmentedTchebycheff, type Point, tchebycheff, weightedSum } from '../../pareto/index.js'
import type { AgentFactory } from '../agent.js'
import { expectOption } from '../expect.js'
import { placeOfObjective } from './objective.js'
import { distancesIn, type Frame } from './ranges.js'
import { type GivenRange, ScalarView } from './scalar-view.js'
import { viewing } from './view.js'

export interface ScalarisedOptions {
  /** How much each objective counts: a number of at least 0 for every one, not all 0. Default: all the same. */
  readonly weights?: Readonly<Record<string, number>>
  /**
   * What makes one number of several losses. Default `augmentedTchebycheff`: it reaches concave parts of a front, which the weighted sum
   * does not, and no dominated point, as `tchebycheff` may.
   */
  readonly method?: 'weightedSum' | 'tchebycheff' | 'augmentedTchebycheff'
  /** Of `augmentedTchebycheff`: how much the weighted sum counts beside the worst loss. Above 0. Default 0.05, as in Knowles 2006. */
  readonly rho?: number
  /**
   * What counts as 1 in each objective: a range in its own unit. Its better end is what the weights are counted from, so let it be one that
   * nothing is much better than. Objectives that are not named take theirs from the first trials.
   */
  readonly ranges?: Readonly<Record<string, readonly [number, number]>>
  /** Measured trials that ranges are taken from. Whole, at least 1. Default 10. */
  readonly rangeTrials?: number
}

/**
 * An agent of one objective for a study of several: it sees one number made of them, the weighted sum of the losses or the worst of them. A
 * study's best and front are of all objectives, and do not know the weights.
 *
 * Losses count in parts of ranges. Ranges that moved would make numbers stale that the agent was told of, so they are fixed: those that are
 * given, or those of the first `rangeTrials` measured trials (or of what is measured after twice as many trials). Until then the agent
 * is not told of what was measured, as if these trials were all pending. Give `ranges` where you know them.
 *
 * Rewards go through as they are: an agent that learns from rewards needs no wrapper, but a reward of several objectives.
 * Its factory throws InvalidAgent for objectives that the study does not have, and for options out of range.
 * @see Miettinen 1999, "Nonlinear multiobjective optimization", sections 3.1 and 3.4; Knowles 2006, "ParEGO"
 * @example
 * const agent = scalarised(tpe(), { weights: { latency: 2, energy: 1 }, ranges: { latency: [0, 50], energy: [0, 10] } })
 */
export const scalarised = (agent: AgentFactory, options: ScalarisedOptions = {}): AgentFactory => {
  const name = `${agent.agentName}, scalarised`
  const { method = 'augmentedTchebycheff', rho = 0.05, rangeTrials = 10 } = options
  expectOption(method in methods, name, 'method', `to be one of ${Object.keys(methods).join(', ')}`, method)
  expectOption(rho > 0 && rho < Infinity, name, 'rho', 'above 0', rho)
  expectOption(Number.isInteger(rangeTrials) && rangeTrials >= 1, name, 'rangeTrials', 'of 1 or more', rangeTrials)
  return viewing(name, agent, ({ goals }, saved) => {
    const weights = weightsOf(name, goals, options)
    const settings = {
      given: givenRanges(name, goals, options),
      rangeTrials,
      scalar: (losses: Point, frame: Frame) => methods[method](distancesIn(losses, frame), weights, rho),
    }
    return new ScalarView(goals, settings, saved)
  })
}

const methods = { weightedSum, tchebycheff, augmentedTchebycheff }

/** In the order of the losses, adding up to 1. */
const weightsOf = (owner: string, goals: Goals, { weights }: ScalarisedOptions): Point => {
  for (const objective of Object.keys(weights ?? {})) placeOfObjective(owner, goals, objective)
  const given = goals.names.map(objective => {
    const weight = weights ? (weights[objective] ?? Number.NaN) : 1
    expectOption(
      weight >= 0 && weight < Infinity,
      owner,
      `the weight of ${objective}`,
      'of 0 or more',
      weights?.[objective],
    )
    return weight
  })
  const sum = given.reduce((total, weight) => total + weight, 0)
  expectOption(sum > 0, owner, 'weights', 'of which one is above 0', weights)
  return given.map(weight => weight / sum)
}

const givenRanges = (owner: string, goals: Goals, { ranges = {} }: ScalarisedOptions): readonly GivenRange[] => {
  const given: GivenRange[] = goals.names.map(() => undefined)
  for (const [objective, range] of Object.entries(ranges)) {
    const place = placeOfObjective(owner, goals, objective)
    const isRange = range.length === 2 && range.every(Number.isFinite) && range[0] !== range[1]
    expectOption(isRange, owner, `the range of ${objective}`, 'of two different numbers', range)
    const [a, b] = range.map(value => lossOf(goals.objectives[objective] as Objective, value)) as [number, number]
    given[place] = { reference: Math.min(a, b), range: Math.abs(a - b) }
  }
  return given
}
