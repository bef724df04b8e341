// Whether Kernel Tuner reads what we write, and finds in it what we do: of a published recording, and of a study with conditional parameters,
// the T4 results are checked against its schema, and the cache file is searched in its simulation mode.
//   npm run bench:formats -- --peer PYTHON [--recording ../shared/recorded/convolution_milo/A4000.json.gz] [--json]
// PYTHON is an interpreter with `pip install kernel_tuner`.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { orThrow } from '#src/core/index.js'
import {
  choice,
  createStudy,
  defineSpace,
  integer,
  minimize,
  ProfileError,
  profiler,
  random,
  real,
} from '#src/index.js'
import { type RecordedSpace, readRecorded, recordedTrials, toKernelTunerCache, toT4 } from '#src/profilers/index.js'
import type { Space } from '#src/space/space.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    peer: { type: 'string', default: 'python3' },
    recording: { type: 'string', default: '../shared/recorded/convolution_milo/A4000.json.gz' },
  },
})

const studied = async (): Promise<RecordedSpace> => {
  const space = defineSpace(
    { backend: choice('cpu', 'wasm'), rate: real(1e-7, 1, { scale: 'log' }), threads: integer(1, 8) },
    { when: { threads: c => c.backend === 'cpu' } },
  )
  const live = profiler({
    name: 'made up',
    metrics: { timeMs: { unit: 'ms', better: 'lower' } },
    measure: ({ rate, threads = 4 }: { backend: string; rate: number; threads?: number }) => {
      if (threads > 6) throw new ProfileError('RunFailed', 'too many threads')
      return { timeMs: 10 / threads + Math.log10(rate) ** 2 }
    },
  })
  const objectives = { time: minimize('timeMs') }
  const study = await createStudy({
    space,
    profiler: live,
    objectives,
    agent: random(),
    budget: { trials: 100 },
    seed: 1,
  })
  const { trials } = await study.run()
  return orThrow(recordedTrials(space as unknown as Space, trials, { metrics: live.metrics }))
}

/** What we have of a recording, in the form of bench/peers/formats.py: what simulated time counts is all but framework and strategy. */
const ours = ({ length, failed, optimum, costs, space }: RecordedSpace) => ({
  evaluations: length,
  failures: failed.reduce((sum, failure) => sum + Number(failure > 0), 0),
  best: optimum.value,
  config: space.names.map(name => optimum.config[name] ?? null),
  simulated_ms: Object.entries(costs)
    .filter(([part]) => part !== 'framework' && part !== 'strategy')
    .reduce((sum, [, column]) => sum + column.reduce((total, ms) => total + ms, 0), 0),
})

const folder = mkdtempSync(join(tmpdir(), 'paretune-formats-'))
const answers: Record<string, unknown> = {}
for (const [name, recording] of Object.entries({
  [options.recording]: orThrow(readRecorded(options.recording)),
  'a study': await studied(),
})) {
  const [cache, results] = [join(folder, 'cache.json'), join(folder, 'results.json')]
  writeFileSync(cache, toKernelTunerCache(recording))
  writeFileSync(results, toT4(recording))
  const script = fileURLToPath(new URL('../../bench/peers/formats.py', import.meta.url))
  const theirs = JSON.parse(
    execFileSync(options.peer, [script, cache, results], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }),
  )
  answers[name] = { ours: ours(recording), ...theirs }
}
rmSync(folder, { recursive: true })
console.log(JSON.stringify(answers, null, options.json ? 0 : 2))
