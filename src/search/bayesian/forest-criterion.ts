import type { Rng } from '../../core/index.js'
import { type Forest, type ForestOptions, growForest } from '../../numeric/index.js'
import { type Criterion, leastOf } from './criterion.js'
import { logExpectedImprovement } from './improvement.js'
import type { LogProbability } from './probability.js'
import type { Measured, Trials } from './trials.js'
import { targetsOf } from './warping.js'

/** Of targets with variance 1: where all trees agree there may still be something to gain. */
const LEAST_VARIANCE = 1e-6
const LEAST_CHANCE = 1e-6

/**
 * By what the next trial is chosen, from the first `told` trials and the points of pending ones: expected improvement of the loss, times
 * the probability that a configuration runs and is feasible. As long as nothing is feasible it is the violation that is to improve.
 */
export const forestCriterion = (
  trials: Trials,
  told: number,
  pending: readonly Float64Array[],
  dimension: number,
  options: ForestOptions,
  rng: Rng,
): Criterion => {
  const grow = (name: string, points: readonly Float64Array[], targets: ArrayLike<number>): Forest =>
    growForest(joined(points, dimension), targets, dimension, options, rng.fork(name))
  const chanceOf = (name: string, points: readonly Float64Array[], holds: readonly boolean[]): LogProbability => {
    if (holds.every(Boolean)) return () => 0
    const forest = grow(name, points, holds.map(Number))
    const into = new Float64Array(2)
    return point => {
      forest.predict(point, into)
      return Math.log(Math.max(into[0] as number, LEAST_CHANCE))
    }
  }
  const points = trials.points.slice(0, told)
  const succeeded = trials.succeeded().slice(0, told)
  const count = succeeded.filter(Boolean).length
  const measured = trials.measured.slice(0, count)
  const measuredPoints = trials.measuredPoints.slice(0, count)
  const isFeasible = measured.map(({ violation }) => violation === 0)
  const anyFeasible = isFeasible.includes(true)

  const runs = chanceOf('runs', points, succeeded)
  const holds = anyFeasible ? chanceOf('feasible', measuredPoints, isFeasible) : () => 0
  const aimed = measured.map(({ losses, violation }) => (anyFeasible ? (losses[0] as number) : violation))
  const targets = logarithmic(aimed)
  const least = leastOf(
    targets,
    isFeasible.map(feasible => feasible || !anyFeasible),
  )
  const best = targets[least[0] as number] as number
  const into = new Float64Array(2)
  let forest = grow('losses', measuredPoints, targets)
  if (pending.length > 0) {
    const believed = pending.map(point => {
      forest.predict(point, into)
      return into[0] as number
    })
    forest = grow('believed', [...measuredPoints, ...pending], [...targets, ...believed])
  }
  return {
    worthOf: point => {
      forest.predict(point, into)
      const prediction = { mean: into[0] as number, variance: Math.max(into[1] as number, LEAST_VARIANCE) }
      return logExpectedImprovement(prediction, best) + runs(point) + holds(point)
    },
    best: least.map(i => measured[i] as Measured),
    aim: anyFeasible ? 'a smaller loss' : 'a smaller violation',
  }
}

/**
 * Run times and their like differ by factors: where all losses are positive the forest learns their logarithms.
 * @see Hutter, Hoos & Leyton-Brown 2011
 */
const logarithmic = (losses: readonly number[]): Float64Array =>
  losses.every(loss => loss > 0) ? targetsOf(losses.map(Math.log), 'none') : targetsOf(losses, 'auto')

const joined = (points: readonly Float64Array[], dimension: number): Float64Array => {
  const all = new Float64Array(points.length * dimension)
  for (const [row, point] of points.entries()) all.set(point, row * dimension)
  return all
}
