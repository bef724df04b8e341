import test from 'ava'
import { atMost, createStudy, defineSpace, integer, maximize, minimize, ParetuneError, profiler } from '#src/index.js'
import { cpuEnergy, cpuTime, logged, memoryUse, metered } from '#src/profilers/meters/index.js'
import { burn } from './readings.js'

const space = defineSpace({ work: integer(1, 4), rate: integer(0, 1) })
const inner = profiler({
  name: 'work',
  metrics: { size: { unit: 'bytes' } },
  measure: ({ work, rate }: { readonly work: number; readonly rate: number }, { log }) => {
    burn(20 * work)
    if (rate > 0) log('accuracy', work / 4)
    return { size: work }
  },
})

test('a study goes by what meters read, as objective and as constraint', async t => {
  const study = await createStudy({
    space,
    profiler: metered(inner, [cpuTime(), memoryUse()]),
    objectives: { cpu: minimize('cpuMs'), size: minimize('size') },
    constraints: { memory: atMost('peakRssBytes', 2 ** 40), never: atMost('cpuUtilization', 0, { scale: 1 }) },
    budget: { trials: 4 },
    seed: 1,
  })
  const { trials } = await study.run()
  t.is(trials.length, 4)
  for (const { outcome } of trials) {
    if (outcome._tag !== 'Measured') return t.fail(JSON.stringify(outcome))
    t.is(outcome.objectives.cpu, outcome.profile.metrics.cpuMs as number)
    t.is(outcome.violations.memory, 0)
    t.is(outcome.violations.never, outcome.profile.metrics.cpuUtilization as number)
    t.false(outcome.feasible)
  }
  return undefined
})

test('a goal that names what no meter reads is refused before anything runs', async t => {
  const options = {
    space,
    profiler: metered(inner, [cpuTime()]),
    budget: { trials: 1 },
    objectives: { energy: minimize('cpuEnergyJ' as 'cpuMs') },
  }
  const error = await t.throwsAsync(createStudy(options), { instanceOf: ParetuneError })
  t.is(error?.code, 'InvalidGoal')
})

test('where the machine lacks what an objective needs, the study ends with the reason, and blames no trial', async t => {
  const root = 'no such folder'
  const study = await createStudy({
    space,
    profiler: metered(inner, [cpuEnergy({ root })]),
    objectives: { energy: minimize('cpuEnergyJ') },
    budget: { trials: 2 },
  })
  const error = await t.throwsAsync(study.run(), { instanceOf: ParetuneError })
  t.is(error?.code, 'InvalidGoal')
  t.regex(error?.message ?? '', /objective `energy` .* `cpuEnergyJ`: expected to read .*no such folder.*ENOENT/)
  t.is(study.trials.length, 0)
})

test('what the code logs is an objective, and a trial that logs nothing fails', async t => {
  const study = await createStudy({
    space,
    profiler: metered(inner, [logged({ accuracy: { unit: '', better: 'higher' } })]),
    objectives: { accuracy: maximize('accuracy') },
    budget: { trials: 12 },
    seed: 1,
  })
  const { trials, best } = await study.run()
  for (const { config, outcome } of trials) {
    if (config.rate === 0) t.is(outcome._tag === 'Failed' && outcome.failure._tag, 'InvalidMetric')
    else t.is(outcome._tag === 'Measured' ? outcome.objectives.accuracy : undefined, config.work / 4)
  }
  t.is(best?.config.rate, 1)
})
