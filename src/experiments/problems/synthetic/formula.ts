import { right } from '../../../core/fp.js'
import type { Config, Profile } from '../../../core/index.js'
import { atMost, minimize } from '../../../goals/index.js'
import type { Profiler } from '../../../profilers/profiler.js'
import { defineSpace, type Parameter, real } from '../../../space/index.js'
import type { Space } from '../../../space/space.js'
import type { Problem } from '../problem.js'

/** A problem that a formula over its parameters makes. */
export interface Formula {
  readonly name: string
  readonly space: Space
  /** The number of a parameter's value. Default: the value, which is a number then. */
  readonly place?: (parameter: number, value: Config[string]) => number
  readonly objectives: number
  /** Default 0. */
  readonly constraints?: number
  /**
   * Writes to `y` the losses, and behind them for each constraint a number that is at most 0 where it holds. Neither array outlives
   * the call.
   */
  evaluate(x: Float64Array, y: Float64Array): void
}

/** What is known of a formula's answers. */
export type Known = Pick<Problem, 'optimum' | 'reference' | 'front'>

/** A problem with one objective of which it is known where the loss is least. */
export interface MinimisedProblem extends Problem {
  readonly optimum: number
  /** One of them, where there are several. */
  readonly minimiser: Config
}

/** What each evaluation costs, by a simulated clock: made up, as the machine is. */
const COST_MS = 1

/**
 * A formula as a problem. The metrics are `loss`, or `f1`, `f2`, ... where there are several objectives, which are named as they are;
 * and `g1`, `g2`, ... for the constraints.
 */
export const formulaProblem = <K extends Known>(formula: Formula, known: K): Problem & K => {
  const { name, space, place, objectives: m, constraints = 0 } = formula
  const losses = m === 1 ? ['loss'] : Array.from({ length: m }, (_, i) => `f${i + 1}`)
  const bounds = Array.from({ length: constraints }, (_, i) => `g${i + 1}`)
  const metrics = [...losses, ...bounds]
  const [x, y] = [new Float64Array(space.names.length), new Float64Array(metrics.length)]
  const { names } = space

  const profileSync: NonNullable<Profiler['profileSync']> = config => {
    for (let i = 0; i < x.length; i++) {
      const value = config[names[i] as string] as Config[string]
      x[i] = place ? place(i, value) : (value as number)
    }
    formula.evaluate(x, y)
    const measured: Record<string, number> = {}
    for (let i = 0; i < y.length; i++) measured[metrics[i] as string] = y[i] as number
    return right<Profile>({ metrics: measured, costMs: COST_MS, phases: {}, machine: 'made up' })
  }
  return {
    name,
    space,
    profiler: {
      name,
      metrics: metrics.map(metric => ({ name: metric, unit: '', better: 'lower' })),
      profile: (config, context) => async () => profileSync(config, context),
      profileSync,
    },
    objectives: Object.fromEntries(losses.map(metric => [metric, minimize(metric)])),
    ...(constraints > 0 && { constraints: Object.fromEntries(bounds.map(metric => [metric, atMost(metric, 0)])) }),
    ...known,
  }
}

/** Parameters x1, x2, ... */
export const spaceOf = (parameters: readonly Parameter[]): Space =>
  defineSpace(Object.fromEntries(parameters.map((parameter, i) => [`x${i + 1}`, parameter])))

/** Reals x1, x2, ... within bounds. */
export const box = (bounds: readonly (readonly [low: number, high: number])[]): Space =>
  spaceOf(bounds.map(([low, high]) => real(low, high)))

/** So many times the same. */
export const repeated = <T>(count: number, item: T): readonly T[] => new Array<T>(count).fill(item)

/** Values of x1, x2, ... as a configuration. */
export const configOf = (x: ArrayLike<Config[string]>): Config =>
  Object.fromEntries(Array.from(x, (value, i) => [`x${i + 1}`, value]))
