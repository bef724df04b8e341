import { isLeft } from '#src/core/fp.js'
import {
  type ReadRecordedOptions,
  type RecordedSpace,
  type RecordingSource,
  readRecorded,
} from '#src/profilers/index.js'

// Files as Kernel Tuner and T4 write them, small enough to be checked by eye.

/** Four of the six combinations of a 2 x 3 space: one failed to compile, one at run time. */
export const ENTRIES = {
  '16,1.0': { bx: 16, rate: 1.0, time: 2.5, times: [3, 2, 2.5], 'GFLOP/s': 40, ...costs(100, 5, 10, 1, 7) },
  '16,0.5': { bx: 16, rate: 0.5, time: 4, times: [4, 4, 4], 'GFLOP/s': 25, ...costs(200, 5, 20, 2, 7) },
  '32,0.5': { bx: 32, rate: 0.5, time: 'CompilationFailedConfig', ...costs(300, 0, 0, 3, 7) },
  '32,0.25': { bx: 32, rate: 0.25, time: 'RuntimeFailedConfig', ...costs(400, 0, 0.5, 4, 7) },
} as const

function costs(compile: number, verification: number, benchmark: number, framework: number, strategy: number) {
  return {
    compile_time: compile,
    verification_time: verification,
    benchmark_time: benchmark,
    framework_time: framework,
    strategy_time: strategy,
    timestamp: '2024-01-01 00:00:00+00:00',
  }
}

export const HEADER = {
  device_name: 'Some GPU',
  kernel_name: 'blur',
  problem_size: [4096, 4096],
  tune_params_keys: ['bx', 'rate'],
  tune_params: { bx: [16, 32], rate: [1.0, 0.5, 0.25] },
  objective: 'time',
}

export const cacheFile = (entries: Readonly<Record<string, unknown>> = ENTRIES, header: object = {}): string =>
  JSON.stringify({ ...HEADER, ...header, cache: entries }, null, 1)

export const RESULTS = [
  {
    timestamp: '2024-01-01 00:00:00+00:00',
    configuration: { bx: 32, mode: 'b' },
    times: { compilation: 100, benchmark: 10, framework: 1, search_algorithm: 7, validation: 5, runtimes: [3, 2, 2.5] },
    invalidity: 'correct',
    correctness: 1,
    measurements: [{ name: 'time', value: 2.5, unit: '' }],
    objectives: ['time'],
  },
  {
    configuration: { bx: 16, mode: 'a' },
    times: { compilation: 200, framework: 2, search_algorithm: 7, validation: 0 },
    invalidity: 'runtime',
    correctness: 0,
    measurements: [{ name: 'time', value: 'RuntimeFailedConfig', unit: '' }],
    objectives: ['time'],
  },
]

export const resultsFile = (results: readonly unknown[] = RESULTS, more: object = {}): string =>
  JSON.stringify({ metadata: { timeunit: 'miliseconds' }, schema_version: '1.0.0', results, ...more })

/** The recorded space, or the test fails with the reason that there is none. */
export const read = (source: RecordingSource, options: ReadRecordedOptions = {}): RecordedSpace => {
  const found = readRecorded(source, options)
  if (isLeft(found)) throw new Error(found.left.message)
  return found.right
}

/** The message of a file that is refused. */
export const complaint = (source: RecordingSource, options: ReadRecordedOptions = {}): string => {
  const found = readRecorded(source, options)
  return isLeft(found) && found.left._tag === 'InvalidRecording' ? found.left.message : 'no complaint'
}
