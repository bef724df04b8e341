import type { Config } from '../../core/index.js'
import type { MetricConstraint, Objective } from '../../goals/index.js'
import type { Point } from '../../pareto/index.js'
import type { Profiler } from '../../profilers/profiler.js'
import type { Space } from '../../space/space.js'

/**
 * What agents are compared on: a space, what a configuration costs, and what is known about its answers. What is not known is absent.
 * Losses are objectives in minimisation form, in declared order.
 */
export interface Problem {
  readonly name: string
  readonly space: Space
  /** Has `profileSync` wherever the answer needs no waiting: then a study makes no promises. */
  readonly profiler: Profiler
  readonly objectives: Readonly<Record<string, Objective>>
  readonly constraints?: Readonly<Record<string, MetricConstraint>>
  /** One objective: every answer there is, from which the optimum and the expectation of random search follow. */
  readonly population?: Population
  /** One objective: the least loss of a feasible configuration. */
  readonly optimum?: number
  /** Several objectives: the losses that hypervolume is measured against, worse than all of the front. */
  readonly reference?: Point
  /** Several objectives: points spread over the Pareto front. */
  readonly front?: readonly Point[]
  /** The losses of a configuration without noise, where measuring has some. */
  readonly truth?: (config: Config) => Point
  /** Its answers take the time of the wall: no clock is simulated by what they cost, and a second run may differ. */
  readonly isLive?: true
  /** Frees what it holds beside memory. */
  close?(): Promise<void>
}

/** All configurations of a problem in columns; row i belongs to `space.enumerate().at(i)`. */
export interface Population {
  /** NaN for those that fail. */
  readonly losses: Float64Array
  /** What measuring each one costs, failures included. */
  readonly costsMs: Float64Array
}
