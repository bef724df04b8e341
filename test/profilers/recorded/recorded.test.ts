import test from 'ava'
import { type Outcome, simulatedClock } from '#src/core/index.js'
import { createStudy, minimize, random } from '#src/index.js'
import { recorded, summarize } from '#src/profilers/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { cacheFile, ENTRIES, read, resultsFile } from './files.js'

for (const [format, text] of [
  ['a cache file', cacheFile()],
  ['a T4 file', resultsFile()],
] as const) {
  test(`the profiler of ${format} keeps the contract`, async t => {
    const profiler = recorded(text)
    const { space, failed } = profiler.recording
    const rows = [...space.enumerate()]
    const configs = rows.filter((_, row) => failed[row] === 0)
    for (const invalidConfig of [...rows.filter((_, row) => failed[row] !== 0), { bx: 1, rate: 1 }])
      t.deepEqual(await checkProfiler(profiler, { configs, invalidConfig }), [])
  })
}

test('a profile has what was recorded: the samples, their mean to the last digit, other metrics, and the cost', t => {
  const answer = recorded(cacheFile()).profileSync({ bx: 16, rate: 1 })
  t.deepEqual(answer, {
    _tag: 'Right',
    right: {
      metrics: { timeMs: summarize([3, 2, 2.5], 'ms'), 'GFLOP/s': 40 },
      costMs: 100 + 5 + 10 + 1,
      phases: { compile: 100, verification: 5, benchmark: 10, framework: 1 },
      machine: 'device: Some GPU',
    },
  })
  const mean = 2.4999999
  const off = recorded(cacheFile({ a: { ...ENTRIES['16,1.0'], time: mean } })).profileSync({ bx: 16, rate: 1 })
  const time = off._tag === 'Right' ? off.right.metrics.timeMs : undefined
  t.is(typeof time === 'object' ? time.mean : time, mean)
})

test('a failure costs what it cost; a configuration that was not recorded costs nothing', t => {
  const { profileSync } = recorded(cacheFile())
  t.like(profileSync({ bx: 32, rate: 0.5 }), {
    left: { _tag: 'CompileFailed', message: 'recorded as CompilationFailedConfig', costMs: 303 },
  })
  t.like(profileSync({ bx: 32, rate: 0.25 }), { left: { _tag: 'RunFailed', costMs: 404.5 } })
  t.like(profileSync({ bx: 32, rate: 1 }), {
    left: {
      _tag: 'RunFailed',
      message: 'expected a configuration that blur on Some GPU has, got {"bx":32,"rate":1}',
      costMs: 0,
    },
  })
})

test('what counts as cost may be chosen', t => {
  const { profileSync } = recorded(cacheFile(), { charge: ['compile', 'strategy'] })
  t.like(profileSync({ bx: 16, rate: 1 }), { right: { costMs: 107, phases: { compile: 100, strategy: 7 } } })
})

test('an optional metric that a configuration lacks is absent, with the reason', async t => {
  const entries = { a: { bx: 16, rate: 1, time: 1, energy: 3 }, b: { bx: 16, rate: 0.5, time: 2 } }
  const profiler = recorded(cacheFile(entries))
  t.like(profiler.profileSync({ bx: 16, rate: 0.5 }), {
    right: { metrics: { timeMs: 2 }, absent: { energy: 'not recorded for this configuration' } },
  })
  t.deepEqual(await checkProfiler(profiler, { configs: [...profiler.space.enumerate()] }), [])
})

test('a file that cannot be read throws one ParetuneError', t => {
  t.throws(() => recorded('no/such/file.json'), { name: 'ParetuneError', code: 'InvalidRecording' } as never)
})

const costOf = (outcome: Outcome): number =>
  outcome._tag === 'Measured' ? outcome.profile.costMs : outcome._tag === 'Failed' ? outcome.costMs : Number.NaN

test('a budget in seconds is charged in simulated time, failures included, and ends the study with the trial that spends it', async t => {
  const profiler = recorded(cacheFile())
  const open = (seconds: number) =>
    createStudy({
      space: profiler.space,
      profiler,
      objectives: { time: minimize('timeMs', { statistic: 'mean' }) },
      agent: random(),
      budget: { seconds },
      seed: 5,
      clock: simulatedClock(),
    })
  const all = await (await open(10)).run()
  t.is(all.stopped, 'exhausted')
  t.deepEqual(all.best?.objectives, { time: 2.5 })
  const total = [116, 227, 303, 404.5].reduce((sum, costMs) => sum + costMs)
  t.is(all.elapsedMs, total)
  const costs = all.trials.map(trial => costOf(trial.outcome))
  t.deepEqual(
    [...costs].sort((a, b) => a - b),
    [116, 227, 303, 404.5],
  )
  for (let stop = 1; stop < costs.length; stop++) {
    const spent = costs.slice(0, stop).reduce((sum, costMs) => sum + costMs)
    // One millisecond less than the first `stop` trials cost: the last of them spends it.
    const short = await (await open((spent - 1) / 1000)).run()
    t.is(short.stopped, 'budget')
    t.is(short.trials.length, stop)
    t.is(short.elapsedMs, spent)
    t.deepEqual(
      short.trials.map(trial => trial.config),
      all.trials.slice(0, stop).map(trial => trial.config),
    )
  }
})

test('an agent is only ever offered what was recorded', async t => {
  const { space } = read(cacheFile())
  t.is(space.count(), 4)
  t.is(space.parse({ bx: 32, rate: 1 })._tag, 'Left')
  t.deepEqual(space.allowed({ bx: 32 }), [0.5, 0.25])
  t.deepEqual(space.neighbours({ bx: 16, rate: 1 }, 'hamming'), [{ bx: 16, rate: 0.5 }])
})
