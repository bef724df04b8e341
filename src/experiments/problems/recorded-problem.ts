import { minimize } from '../../goals/index.js'
import { type RecordedProfiler, recorded } from '../../profilers/index.js'
import { yardstick } from '../score.js'
import type { KnownProblem } from './known-problem.js'

/**
 * A recorded space as a problem of a budget of `trials`. Throws InvalidRecording for a file that is none.
 *
 * @param source The path of a Kernel Tuner cache or T4 results, plain or gzip; or a profiler made of one.
 */
export const recordedProblem = (source: string | RecordedProfiler, trials: number): KnownProblem => {
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
