import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import test, { type ExecutionContext } from 'ava'
import { type Config, makeRng, orThrow, type Trial } from '#src/core/index.js'
import {
  choice,
  createStudy,
  defineSpace,
  flag,
  minimize,
  ordinal,
  ProfileError,
  profiler,
  random,
  real,
} from '#src/index.js'
import {
  type RecordedSpace,
  readRecorded,
  recorded,
  recordedTrials,
  summarize,
  toKernelTunerCache,
  toT4,
} from '#src/profilers/index.js'
import type { Space } from '#src/space/space.js'
import { cacheFile, read, resultsFile } from './files.js'

/** Both recordings have the same configurations, values of the objective, costs and failures. */
const same = (t: ExecutionContext, again: RecordedSpace, recording: RecordedSpace): void => {
  t.is(again.length, recording.length)
  const [a, b] = [recorded(again), recorded(recording)]
  for (const config of recording.space.enumerate()) {
    const [row, before] = [again.rowOf(config), recording.rowOf(config)]
    t.true(row >= 0, JSON.stringify(config))
    t.is(again.objective.values[row], recording.objective.values[before])
    t.is((again.failed[row] as number) > 0, (recording.failed[before] as number) > 0)
    const [left, right] = [a.profileSync(config), b.profileSync(config)]
    const costOf = (profile: typeof left): number | undefined =>
      profile._tag === 'Left' ? profile.left.costMs : profile.right.costMs
    t.true(Math.abs((costOf(left) as number) - (costOf(right) as number)) <= 1e-9 * (costOf(right) as number))
  }
  t.deepEqual(again.optimum.config, recording.optimum.config)
}

const formats = { 'Kernel Tuner': toKernelTunerCache, T4: toT4 } as const
for (const [format, write] of Object.entries(formats)) {
  for (const [source, text] of Object.entries({
    'a cache of Kernel Tuner': cacheFile(),
    'results of T4': resultsFile(),
  })) {
    test(`${source}, written as ${format} and read again, say the same`, t => {
      const recording = read(text)
      const again = read(write(recording))
      same(t, again, recording)
      const [profile, before] = [again, recording].map(each => {
        const profiled = recorded(each).profileSync(recording.optimum.config)
        return profiled._tag === 'Right' ? profiled.right.metrics : profiled
      })
      t.deepEqual(profile, before)
      t.deepEqual(
        again.metrics.map(({ spec }) => spec.name),
        recording.metrics.map(({ spec }) => spec.name),
      )
    })
  }
}

const space = defineSpace(
  { backend: choice('cpu', 'gpu'), rate: real(1e-7, 1, { scale: 'log' }), simd: flag(), tile: ordinal(8, 16, 32) },
  { when: { simd: c => c.backend === 'cpu' } },
)
const live = profiler({
  name: 'live',
  metrics: { timeMs: { unit: 'ms', better: 'lower' }, memory: { unit: 'bytes' } },
  measure: ({ backend, rate, tile }: { backend: string; rate: number; tile: number }) => {
    if (tile === 32 && backend === 'gpu') throw new ProfileError('OutOfMemory', 'too large')
    if (tile === 32) throw new ProfileError('CompileFailed', 'too large')
    return { timeMs: summarize([tile, tile + rate, tile + 4], 'ms'), memory: tile * 1024 }
  },
})
const trialsOf = async (): Promise<readonly Trial[]> => {
  const study = await createStudy({
    space,
    profiler: live,
    objectives: { time: minimize('timeMs') },
    agent: random(),
    budget: { trials: 60 },
    seed: 1,
  })
  return (await study.run()).trials as readonly Trial[]
}
const trials = await trialsOf()
const recording = orThrow(recordedTrials(space as unknown as Space, trials, { metrics: live.metrics }))

for (const [format, write] of Object.entries(formats)) {
  test(`the trials of a study, written as ${format}, keep losses, costs, failures and what was inactive`, t => {
    const again = read(write(recording))
    same(t, again, recording)
    for (const { config, outcome } of trials) {
      const row = again.rowOf(config)
      const loss = outcome._tag === 'Measured' ? outcome.losses[0] : undefined
      t.is(again.failed[row] === 0 ? again.objective.values[row] : undefined, loss)
    }
    const rng = makeRng(1)
    for (let i = 0; i < 20; i++) {
      const config = again.space.sample(rng)
      t.is('simd' in config, config.backend === 'cpu')
    }
  })
}

interface T4 {
  readonly schema_version: string
  readonly metadata: { readonly timeunit: string }
  readonly results: readonly {
    readonly configuration: Config
    readonly objectives: readonly string[]
    readonly times: Readonly<Record<string, unknown>>
    readonly invalidity: string
    readonly correctness: number
    readonly measurements: readonly { readonly name: string; readonly value: number; readonly unit: string }[]
  }[]
}

test('results of T4 have what the schema asks for, by its names', t => {
  const { schema_version, metadata, results } = JSON.parse(toT4(recording, { objectives: ['timeMs', 'memory'] })) as T4
  t.is(schema_version, '1.0.0')
  t.deepEqual(metadata, { timeunit: 'milliseconds' })
  t.is(results.length, 60)
  for (const { configuration, objectives, times, invalidity, correctness, measurements } of results) {
    t.deepEqual(Object.keys(configuration), ['backend', 'rate', 'simd', 'tile'])
    t.deepEqual(objectives, ['time', 'memory'])
    t.deepEqual(Object.keys(times), [
      'compilation_time',
      'validation',
      'benchmark',
      'framework',
      'search_algorithm',
      'runtimes',
    ])
    const isFailed = configuration.tile === 32
    t.is(invalidity, isFailed ? (configuration.backend === 'gpu' ? 'runtime' : 'compile') : 'correct')
    t.is(correctness, isFailed ? 0 : 1)
    t.deepEqual(
      measurements.map(({ name, unit }) => [name, unit]),
      isFailed
        ? []
        : [
            ['time', 'ms'],
            ['memory', 'bytes'],
          ],
    )
  }
})

test('each failure has its word in T4', t => {
  const words = ['correctness', 'timeout', 'constraints', 'compile', 'runtime']
  const results = ['correct', ...words].map((invalidity, i) => ({
    configuration: { a: i },
    times: { compilation: 1, runtimes: [2] },
    invalidity,
    correctness: 1,
    measurements: [],
  }))
  const written = JSON.parse(toT4(read(resultsFile(results)))) as T4
  t.deepEqual(
    written.results.map(({ invalidity }) => invalidity),
    ['correct', ...words],
  )
})

interface Cache {
  readonly [field: string]: unknown
  readonly tune_params: Readonly<Record<string, readonly unknown[]>>
  readonly cache: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}

test('a cache has the keys that Python makes of its values', t => {
  const { cache, tune_params } = JSON.parse(toKernelTunerCache(recording)) as Cache
  t.deepEqual(tune_params.simd, [false, true, null])
  for (const [key, { backend, rate, simd, tile }] of Object.entries(cache)) {
    const [first, second, third, last] = key.split(',')
    t.deepEqual([first, Number(second), last], [backend, rate, String(tile)])
    t.is(third, simd === null ? 'None' : simd ? 'True' : 'False')
    t.is(/e/.test(second as string), (rate as number) < 1e-4)
    if (/e/.test(second as string)) t.regex(second as string, /^\d(\.\d+)?e-\d\d$/)
  }
})

test('a cache is closed as Kernel Tuner closes it, and names what it was told or what was read', t => {
  const text = toKernelTunerCache(read(cacheFile()))
  t.true(text.endsWith('}\n}'))
  const { device_name, kernel_name, problem_size, tune_params_keys, objective } = JSON.parse(text) as Cache
  t.deepEqual([device_name, kernel_name, problem_size], ['Some GPU', 'blur', [4096, 4096]])
  t.deepEqual([tune_params_keys, objective], [['bx', 'rate'], 'time'])
  const told = JSON.parse(
    toKernelTunerCache(recording, { kernelName: 'gemm', deviceName: 'mine', problemSize: [64, 64] }),
  ) as Cache
  t.deepEqual([told.device_name, told.kernel_name, told.problem_size], ['mine', 'gemm', [64, 64]])
})

const shared = fileURLToPath(new URL('../../../../../shared/recorded/convolution_milo/A4000.json.gz', import.meta.url))
const run = existsSync(shared) ? test : test.skip
run('published records say the same after being written and read again', t => {
  const published = orThrow(readRecorded(shared))
  for (const write of Object.values(formats)) same(t, read(write(published)), published)
})
