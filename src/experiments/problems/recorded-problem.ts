import { minimize, type Objective } from '../../goals/index.js'
import { type RecordedProfiler, recorded } from '../../profilers/recorded/index.js'
import type { Space } from '../../space/space.js'
import { type Yardstick, yardstick } from '../score.js'

/** A problem whose every answer is known: what agents are trained and compared on. */
export interface RecordedProblem {
  readonly name: string
  readonly space: Space
  readonly profiler: RecordedProfiler
  /** The recorded objective, to be minimised. */
  readonly objectives: Readonly<Record<string, Objective>>
  readonly yardstick: Yardstick
}

/**
 * A recorded space as a problem of a budget of `trials`. Throws InvalidRecording for a file that is none.
 *
 * @param source The path of a Kernel Tuner cache or T4 results, plain or gzip; or a profiler made of one.
 */
export const recordedProblem = (source: string | RecordedProfiler, trials: number): RecordedProblem => {
  const profiler = typeof source === 'string' ? recorded(source) : source
  const { name, objective, failed } = profiler.recording
  return {
    name,
    space: profiler.space,
    profiler,
    objectives: { time: minimize(objective.spec.name, { statistic: 'mean' }) },
    yardstick: yardstick(objective.values, failed, trials),
  }
}
