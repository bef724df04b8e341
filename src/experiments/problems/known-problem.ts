import type { Objective } from '../../goals/index.js'
import type { Profiler } from '../../profilers/profiler.js'
import type { Space } from '../../space/space.js'
import type { Yardstick } from '../score.js'

/** A problem whose every answer is known: what agents are trained and compared on. */
export interface KnownProblem {
  readonly name: string
  readonly space: Space
  readonly profiler: Profiler
  /** The one objective, to be minimised. */
  readonly objectives: Readonly<Record<string, Objective>>
  readonly yardstick: Yardstick
}
