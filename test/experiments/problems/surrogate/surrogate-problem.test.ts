import { existsSync } from 'node:fs'
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import test, { type ExecutionContext } from 'ava'
import { type Config, makeRng, type Profile } from '#src/core/index.js'
import { createStudy } from '#src/defaults/index.js'
import { type Problem, type SurrogateProblemOptions, surrogateProblem } from '#src/experiments/index.js'
import { random } from '#src/search/index.js'
import { checkProfiler } from '#src/testing/index.js'
import { contextOf } from '../../../profilers/context.js'
import { temporaryFiles } from '../../../profilers/onnx/temporary.js'
import { makeRbv2Super } from './made.js'

await temporaryFiles()
const made = join(await mkdtemp(join(tmpdir(), 'made-')), 'rbv2_super')
await makeRbv2Super(made)

/** What the Python package predicts (bench/peers/yahpo.py). */
interface Reference {
  readonly scenario: string
  readonly rows: readonly {
    readonly instance: string
    readonly config: Config
    readonly fidelity: number
    readonly targets: Readonly<Record<string, number>>
  }[]
}
const referenceOf = async (name: string): Promise<Reference> =>
  JSON.parse(await readFile(new URL(`../../../../../test/fixtures/yahpo-${name}.json`, import.meta.url), 'utf8'))

const profiled = async ({ profiler }: Problem, config: Config, fidelity = 1): Promise<Profile> => {
  const profile = await profiler.profile(config, contextOf({ fidelity }))()
  if (profile._tag === 'Left') throw new Error(profile.left.message)
  return profile.right
}

const isAsPredicted = async (t: ExecutionContext, folder: string, { rows }: Reference): Promise<void> => {
  t.true(rows.length >= 20)
  const problems = new Map<string, Problem>()
  for (const { instance, config, fidelity, targets } of rows) {
    const problem =
      problems.get(instance) ?? (await surrogateProblem({ folder, instance, targets: Object.keys(targets) }))
    problems.set(instance, problem)
    t.deepEqual(problem.space.parse(config), { _tag: 'Right', right: config })
    const { metrics } = await profiled(problem, config, fidelity)
    for (const [name, value] of Object.entries(targets)) {
      const relative = Math.abs((metrics[name] as number) - value) / Math.max(Math.abs(value), 1e-12)
      t.true(relative <= 1e-5, `${name} of ${JSON.stringify(config)}: expected ${value}, got ${metrics[name]}`)
    }
  }
  for (const problem of problems.values()) await problem.close?.()
}

for (const name of ['lcbench', 'rbv2_rpart']) {
  const folder = fileURLToPath(new URL(`../../../../../../shared/yahpo/${name}`, import.meta.url))
  const run = existsSync(folder) ? test : test.skip
  run(`${name}: every target is what YAHPO Gym's own package predicts`, async t =>
    isAsPredicted(t, folder, await referenceOf(name)),
  )
}

test('hyperparameters that are inactive reach the network as they do in the package of YAHPO Gym', async t =>
  isAsPredicted(t, made, await referenceOf('made')))

const superProblem = (more: Partial<SurrogateProblemOptions> = {}): Promise<Problem> =>
  surrogateProblem({ folder: made, instance: 1457, targets: ['acc', 'memory'], ...more })
const rpart = {
  learner_id: 'rpart',
  'num.impute.selected.cpo': 'impute.hist',
  'rpart.cp': 0.01,
  'rpart.maxdepth': 3,
  'rpart.minbucket': 4,
  'rpart.minsplit': 5,
}

test('the space has neither the instance nor fidelities, and each learner its own hyperparameters', async t => {
  const { space, close } = await superProblem()
  t.deepEqual(
    ['task_id', 'trainsize', 'repl'].filter(name => space.names.includes(name)),
    [],
  )
  t.is(space.names.length, 38)
  t.deepEqual(space.parse(rpart), { _tag: 'Right', right: rpart })
  const rng = makeRng(1)
  for (let i = 0; i < 100; i++) {
    const config = space.sample(rng)
    t.deepEqual(space.broken(config), [])
    t.deepEqual(Object.keys(config), space.active(config))
  }
  await close?.()
})

test('accuracies are maximised, memory is minimised; the other way round where that is asked for', async t => {
  const problem = await superProblem()
  t.deepEqual(
    Object.entries(problem.objectives).map(([name, { direction }]) => [name, direction]),
    [
      ['acc', 'maximize'],
      ['memory', 'minimize'],
    ],
  )
  const other = await superProblem({ targets: 'acc', direction: { acc: 'minimize' } })
  t.deepEqual(
    Object.values(other.objectives).map(({ direction }) => direction),
    ['minimize'],
  )
  t.is(other.profiler.metrics.find(({ name }) => name === 'acc')?.better, 'lower')
  for (const each of [problem, other]) await each.close?.()
})

test("a study's fidelity is a part of `trainsize`, or of what is named; at 1 all fidelities are at their maximum", async t => {
  const metricsOf = async (fidelity: string | readonly string[], part: number) => {
    const problem = await superProblem({ fidelity })
    const { metrics } = await profiled(problem, rpart, part)
    await problem.close?.()
    return metrics
  }
  const whole = await metricsOf([], 1)
  t.deepEqual(await metricsOf('trainsize', 1), whole)
  t.deepEqual(await metricsOf([], 0.5), whole)
  // The model is linear: 0.03, the least, in place of 1; and 1 of 10 in place of 10.
  const [least, tenth] = [await metricsOf('trainsize', 0.001), await metricsOf('repl', 0.1)]
  const weight = (k: number): number => (((k * 9 * 37) % 101) - 20) / 100
  t.true(Math.abs((whole.acc as number) - (least.acc as number) - weight(39) * 0.97) < 1e-4)
  t.true(Math.abs((whole.acc as number) - (tenth.acc as number) - weight(40) * 9) < 1e-4)
})

test('an evaluation costs what the targets that are times add up to, in milliseconds', async t => {
  const problem = await superProblem()
  const { metrics, costMs } = await profiled(problem, rpart)
  const seconds = Math.max(0, metrics.timetrain as number) + Math.max(0, metrics.timepredict as number)
  t.true(seconds > 0)
  t.is(costMs, 1000 * seconds)
  await problem.close?.()
})

test('the profiler keeps the contract, and evaluations at the same time do not disturb each other', async t => {
  const problem = await superProblem()
  const rng = makeRng(2)
  const configs = Array.from({ length: 20 }, () => problem.space.sample(rng))
  t.deepEqual(await checkProfiler(problem.profiler, { configs: configs.slice(0, 2) }), [])
  const together = await Promise.all(configs.map(config => profiled(problem, config)))
  for (const [i, config] of configs.entries()) t.deepEqual(together[i], await profiled(problem, config))
  await problem.close?.()
})

test('a study runs on it', async t => {
  const { space, profiler, objectives, close } = await superProblem()
  const study = await createStudy({ space, profiler, objectives, agent: random(), budget: { trials: 20 }, seed: 1 })
  const { trials, front } = await study.run()
  t.is(trials.filter(({ outcome }) => outcome._tag === 'Measured').length, 20)
  t.true(front.length > 0)
  await close?.()
})

test('two worker threads ask their networks at once, and both are answered', async t => {
  const code = `
    const { parentPort, workerData } = require('node:worker_threads')
    import(workerData.experiments).then(async ({ surrogateProblem }) => {
      const problem = await surrogateProblem(workerData.options)
      const context = { signal: new AbortController().signal, timeoutMs: 1e4, fidelity: 1, seed: 1, log() {}, report: () => 'continue' }
      let last
      for (let i = 0; i < 200; i++) last = await problem.profiler.profile(workerData.config, context)()
      await problem.close()
      parentPort.postMessage(last.right.metrics)
    })`
  const workerData = {
    experiments: new URL('../../../../src/experiments/index.js', import.meta.url).href,
    options: { folder: made, instance: '1457', targets: 'acc' },
    config: rpart,
  }
  const answers = await Promise.all(
    [1, 2].map(
      () =>
        new Promise((resolve, reject) => {
          const worker = new Worker(code, { eval: true, workerData })
          worker.once('message', answer => worker.once('exit', status => resolve({ answer, status })))
          worker.once('error', reject)
        }),
    ),
  )
  const problem = await superProblem()
  const { metrics } = await profiled(problem, rpart)
  await problem.close?.()
  for (const each of answers) t.deepEqual(each, { answer: metrics, status: 0 })
})

const WRONG: readonly (readonly [
  title: string,
  options: Partial<SurrogateProblemOptions>,
  code: string,
  message: RegExp,
])[] = [
  [
    'a target that the scenario does not have',
    { targets: ['acc', 'memry'] },
    'InvalidStudy',
    /expected names out of acc, bac, .*memory in `targets`, got `memry` \(did you mean `memory`\?\)$/,
  ],
  ['no target', { targets: [] }, 'InvalidStudy', /expected at least one of acc, .*, got none$/],
  [
    'another instance',
    { instance: 1458 },
    'InvalidStudy',
    /expected an instance out of 1040, 1457, 6, got "1458" \(did you mean/,
  ],
  [
    'what is no fidelity',
    { fidelity: 'repls' },
    'InvalidStudy',
    /expected names out of trainsize, repl in `fidelity`, got `repls`/,
  ],
  [
    'the direction of what is no target',
    { direction: { bac: 'minimize' } },
    'InvalidStudy',
    /out of acc, memory in `direction`, got `bac`/,
  ],
  [
    'an unknown scenario',
    { scenario: 'rbv2_supper' },
    'InvalidStudy',
    /expected a scenario of .*\(did you mean `rbv2_super`\?\)$/,
  ],
  [
    'a scenario that the folder is not of',
    { scenario: 'rbv2_rpart' },
    'InvalidProfiler',
    /expected the hyperparameter `cp` in .*config_space.json, got none$/,
  ],
  [
    'a folder that is not there',
    { folder: '/nowhere/rbv2_super' },
    'InvalidProfiler',
    /expected JSON in \/nowhere\/rbv2_super\/config_space.json, got: ENOENT/,
  ],
]
for (const [title, options, code, message] of WRONG) {
  test(`refused with one message: ${title}`, async t => {
    await t.throwsAsync(superProblem(options), { code, message })
  })
}

test('a model of other widths than the scenario is refused', async t => {
  const { numbers, choices, targets, ...more } = {
    numbers: ['trainsize'],
    choices: ['task_id', 'learner_id'],
    targets: ['acc'],
    instance: 'task_id',
    fidelities: [],
    seconds: [],
  }
  await t.throwsAsync(superProblem({ targets, scenario: { numbers, choices, targets, ...more } }), {
    code: 'InvalidProfiler',
    message: /expected inputs and output of widths \[2,1,1\] in .*model.onnx, got \[8,33,9\]$/,
  })
})
