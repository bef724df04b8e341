import test from 'ava'
import { threadsAgainstCores } from '#src/agents/index.js'
import {
  createStudy,
  defineSpace,
  genetic,
  integer,
  memory,
  minimize,
  portfolio,
  profileFailure,
  random,
  rules,
  type Study,
} from '#src/index.js'

const space = defineSpace({ tile: integer(1, 8) })
const open = (more: { budget?: { trials: number }; store?: ReturnType<typeof memory> } = {}) =>
  createStudy({
    space,
    objectives: { latency: minimize('latencyMs') },
    agent: random(),
    budget: { trials: 8 },
    ...more,
  })

test('a caller that owns the loop asks, measures and tells raw metrics', async t => {
  const study = await open()
  for (let trial = await study.ask(); trial; trial = await study.ask())
    await study.tell(trial, { latencyMs: Math.abs(trial.config.tile - 5) })
  const { best, trials, stopped } = study.result()
  t.deepEqual(best?.config, { tile: 5 })
  t.is(best?.objectives.latency, 0)
  t.is(trials.length, 8)
  t.is(new Set(trials.map(trial => trial.fingerprint)).size, 8)
  t.is(stopped, 'budget')
})

test('trials may be told in any order, a failure as a failure', async t => {
  const study = await open()
  const [first, second] = [await study.ask(), await study.ask()]
  if (!first || !second) return t.fail('expected two trials')
  await study.tell(second, { latencyMs: 3 })
  await study.tell(first, profileFailure('RunFailed', 'no luck'))
  t.deepEqual(
    study.trials.map(({ number, outcome }) => [number, outcome._tag]),
    [
      [1, 'Measured'],
      [0, 'Failed'],
    ],
  )
  t.deepEqual(study.result().best?.config, second.config)
})

test('a missing metric and one that is not a number are outcomes, and the trial is kept', async t => {
  const study = await open()
  const trial = await study.ask()
  if (!trial) return t.fail('expected a trial')
  const told = await study.tell(trial, { speed: 3 })
  t.like(told.outcome, { _tag: 'Failed', failure: { _tag: 'InvalidMetric' } })
  t.regex(
    told.outcome._tag === 'Failed' ? told.outcome.failure.message : '',
    /`latency` \(latencyMs\), got none \(metrics: speed\)/,
  )
})

test('telling a trial twice is refused and changes nothing', async t => {
  const study = await open()
  const trial = await study.ask()
  if (!trial) return t.fail('expected a trial')
  await study.tell(trial, { latencyMs: 1 })
  await t.throwsAsync(() => study.tell(trial, { latencyMs: 2 }), {
    code: 'InvalidStudy',
    message: /not told, got trial 0/,
  })
  t.is(study.trials.length, 1)
})

test('a trial that was asked for and never told is asked for again after a restart', async t => {
  const store = memory()
  const before = await open({ store })
  const trial = await before.ask()
  const after = await open({ store })
  t.is(after.trials.length, 0)
  if (!trial) return t.fail('expected a trial')
  await after.tell(trial, { latencyMs: 1 })
  t.is(after.trials[0]?.number, 0)
})

test('a study without a profiler says so when it is run', async t => {
  const study = await open()
  await t.throwsAsync(() => study.run(), { code: 'InvalidStudy', message: /expected a profiler to run with/ })
})

test('a second run beside the first is refused', async t => {
  const study = await open()
  const [first, second] = await Promise.allSettled([study.ask(), study.ask()])
  t.is(first?.status, 'fulfilled')
  t.regex(String(second?.status === 'rejected' && second.reason), /the study is busy/)
})

for (const [name, agent] of Object.entries({
  random: random(),
  genetic: genetic(),
  rules: rules([threadsAgainstCores({ threads: 'tile', cores: 8 })]),
  portfolio: portfolio([random(), genetic()]),
})) {
  test(`the baseline is not proposed again while it is under way: ${name}`, async t => {
    const options = {
      space,
      objectives: { latency: minimize('latencyMs') },
      agent,
      budget: { trials: 8 },
      baseline: { tile: 5 },
      store: memory(),
    }
    const tiles: number[] = []
    const asked = async (study: Study, count: number): Promise<void> => {
      for (let trial = await study.ask(); trial; trial = tiles.length < count ? await study.ask() : undefined)
        tiles.push(trial.config.tile as number)
    }
    await asked(await createStudy(options), 4)
    // As after a kill: what goes on has these trials under way again.
    await asked(await createStudy(options), 8)
    t.is(tiles[0], 5)
    t.deepEqual(
      tiles.sort((a, b) => a - b),
      [1, 2, 3, 4, 5, 6, 7, 8],
    )
  })
}
