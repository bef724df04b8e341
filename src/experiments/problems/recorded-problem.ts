import { maximize, minimize } from '../../goals/index.js'
import { type RecordedOptions, type RecordedSpace, type RecordingSource, recorded } from '../../profilers/index.js'
import type { Problem } from './problem.js'

export interface RecordedProblemOptions extends Omit<RecordedOptions, 'samples'> {
  /** Default: what was measured, and on what. */
  readonly name?: string
}

/**
 * A recorded space as a problem: its one objective is the one that was recorded (the mean of its samples, in the files of Kernel Tuner), and
 * all its answers are known. Throws InvalidRecording for a file that is none.
 *
 * @param source The path of a Kernel Tuner cache or T4 results, plain or gzip; its bytes; or what was read of one.
 * @example
 * const problem = recordedProblem('convolution/A100.json.gz')
 */
export const recordedProblem = (
  source: RecordedSpace | RecordingSource,
  { name, ...options }: RecordedProblemOptions = {},
): Problem => {
  const profiler = recorded(source, { ...options, samples: false })
  const { recording, space } = profiler
  const { spec, values } = recording.objective
  const isLess = spec.better === 'lower'
  const losses = values.map((value, row) => (recording.failed[row] === 0 ? (isLess ? value : -value) : Number.NaN))
  return {
    name: name ?? recording.name,
    space,
    profiler,
    objectives: { [spec.name === 'timeMs' ? 'time' : spec.name]: isLess ? minimize(spec.name) : maximize(spec.name) },
    population: { losses, costsMs: profiler.costsMs },
    optimum: isLess ? recording.optimum.value : -recording.optimum.value,
  }
}
