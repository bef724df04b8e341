import test from 'ava'
import { createStudy, defineSpace, integer, minimize, type Pruner, random } from '#src/index.js'
import { command } from '#src/profilers/index.js'
import { deed, profileOf } from './running.js'

/** Reports that are answered with 'stop' from a step on. */
const reports = (stopAt = Number.POSITIVE_INFINITY) => {
  const seen: [number, Readonly<Record<string, number>>][] = []
  const report = (step: number, metrics: Readonly<Record<string, number>>) => {
    seen.push([step, metrics])
    return step >= stopAt ? ('stop' as const) : ('continue' as const)
  }
  return { seen, report }
}

test('a line with a step is an intermediate result, and the last one is the metric', async t => {
  const { seen, report } = reports()
  const { metrics } = await profileOf({ command: deed('three'), metrics: ['loss'] }, { context: { report } })
  t.deepEqual(seen, [
    [1, { loss: 3 }],
    [2, { loss: 2 }],
    [3, { loss: 1 }],
  ])
  t.is(metrics.loss, 1)
})

test('of several runs the steps of the first are reported', async t => {
  const { seen, report } = reports()
  await profileOf({ command: deed('three'), metrics: ['loss'], repeats: 2 }, { context: { report } })
  t.deepEqual(
    seen.map(([step]) => step),
    [1, 2, 3],
  )
})

test('told to stop, a program may say its last word, and its metrics are kept', async t => {
  const { seen, report } = reports(3)
  const { metrics } = await profileOf(
    { command: deed('steps'), metrics: ['loss'], graceMs: 5000 },
    { context: { report } },
  )
  t.is(metrics.loss, 42)
  t.deepEqual(
    seen.map(([step]) => step),
    [1, 2, 3],
  )
})

test('fidelity and seed reach the program', async t => {
  const { metrics } = await profileOf(
    { command: deed('fidelity'), metrics: ['loss'] },
    { context: { fidelity: 0.5, seed: 99 } },
  )
  t.like(metrics, { loss: 0.5, seed: 99 })
})

const SPACE = defineSpace({ width: integer(1, 4) })
const TEACHING = `
  const width = Number(process.argv[1])
  for (let step = 1; step <= 3; step++) console.log(JSON.stringify({ step, loss: width / step }))
`

test('a study tunes a program, and its pruner ends what is not worth going on with', async t => {
  const pruner: Pruner = { shouldStop: (_trial, step, { loss = 0 }) => step === 1 && loss > 2 }
  const study = await createStudy({
    space: SPACE,
    profiler: command({ command: [process.execPath, '-e', TEACHING, '{width}'], metrics: ['loss'] }),
    objectives: { loss: minimize('loss') },
    agent: random(),
    pruner,
    budget: { trials: 4 },
  })
  const { best, trials } = await study.run()
  t.deepEqual(best?.config, { width: 1 })
  t.is(best?.objectives.loss, 1 / 3)
  t.deepEqual(
    trials.map(({ config, outcome }) => [config.width > 2, outcome._tag]).filter(([isWide]) => isWide),
    [
      [true, 'Pruned'],
      [true, 'Pruned'],
    ],
  )
})

test('a program that is not there ends a study with one clear error', async t => {
  const study = await createStudy({
    space: SPACE,
    profiler: command({ command: ['no-such-program-anywhere'], metrics: ['loss'] }),
    objectives: { loss: minimize('loss') },
    budget: { trials: 4 },
  })
  const error = await t.throwsAsync(() => study.run())
  t.like(error, { code: 'InvalidProfiler' })
  t.is(study.trials.length, 0)
})
