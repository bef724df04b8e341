import test from 'ava'
import { choice, createStudy, defineSpace, local, minimize, moduleProfiler, profiler, random } from '#src/index.js'

const deeds = {
  measure: 'Measured',
  timer: 'Measured',
  kill: 'Crashed',
  abort: 'Crashed',
  exit: 'Crashed',
  late: 'Crashed',
  reject: 'Crashed',
  loop: 'TimedOut',
  hang: 'TimedOut',
  stack: 'RunFailed',
  heap: 'OutOfMemory',
  external: 'OutOfMemory',
  nan: 'InvalidMetric',
} as const
type Deed = keyof typeof deeds

const options = {
  space: defineSpace({ deed: choice(...(Object.keys(deeds) as [Deed, ...Deed[]])) }),
  objectives: { latency: minimize('latencyMs') },
  agent: random(),
  budget: { trials: Object.keys(deeds).length },
} as const

test('whatever a trial does in its own process costs that trial and nothing else, two at a time', async t => {
  const planted = moduleProfiler<{ deed: Deed }, 'latencyMs' | 'pid'>(
    new URL('../profilers/module/planted.js', import.meta.url),
    { name: 'planted', metrics: ['latencyMs', 'pid'], memoryMb: 64, memoryLimitBytes: 400 * 2 ** 20, graceMs: 100 },
  )
  const executor = local({ parallel: 2, isolate: 'process' })
  const study = await createStudy({ ...options, profiler: planted, executor, timeoutMs: 10_000 })
  const { trials, best, stopped } = await study.run()
  await study.close()
  t.is(stopped, 'budget')
  t.deepEqual(
    trials.map(trial => trial.number),
    [...trials.keys()],
  )
  const seen = Object.fromEntries(
    trials.map(({ config, outcome }) => [config.deed, outcome._tag === 'Failed' ? outcome.failure._tag : outcome._tag]),
  )
  t.deepEqual(seen, deeds)
  t.true(best?.config.deed === 'measure' || best?.config.deed === 'timer')
})

test('a profiler made of functions cannot be isolated, and the error says what to do', async t => {
  const here = profiler({ name: 'here', metrics: ['latencyMs'], measure: () => ({ latencyMs: 1 }) })
  const executor = local({ isolate: 'process' })
  await t.throwsAsync(() => createStudy({ ...options, profiler: here, executor }), {
    code: 'InvalidStudy',
    message:
      /processes of its own.*got `here`, which runs in this one\. Export it from a module and use moduleProfiler/,
  })
  await t.throwsAsync(() => createStudy({ ...options, executor }), { code: 'InvalidStudy', message: /got none/ })
})
