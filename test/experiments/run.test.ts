import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import type { ExperimentProgress, ResultLine } from '#src/experiments/index.js'
import {
  agentFactory,
  createStudy,
  defineSpace,
  type ExperimentOptions,
  integer,
  minimize,
  profiler,
  random,
  runExperiment,
} from '#src/index.js'
import { sqlite } from '#src/storage/index.js'
import { bowlFile } from './bowl.js'

const folder = mkdtempSync(join(tmpdir(), 'paretune-experiment-'))
test.after.always(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'bowls'))
for (const seed of [1, 2]) writeFileSync(join(folder, 'bowls', `${seed}.json`), bowlFile(seed))

const small = {
  folder,
  problems: ['bowls/*.json'],
  agents: ['random', 'genetic', { agent: 'tpe', options: { startup: 5 } }],
  seeds: 3,
  budget: { distinct: 30 },
} satisfies ExperimentOptions

/** Without the times that agents took. */
const essence = (cells: readonly ResultLine[]) => cells.map(({ agentMs: _, ...cell }) => cell)
const linesOf = (out: string, file = 'results.jsonl'): ResultLine[] =>
  readFileSync(join(out, file), 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))

test('the same experiment gives the same results, in this thread and in several', async t => {
  const here = await runExperiment({ ...small, parallel: 1 })
  t.is(here.cells.length, 2 * 3 * 3)
  t.deepEqual(essence((await runExperiment({ ...small, parallel: 3 })).cells), essence(here.cells))
  for (const cell of here.cells) {
    t.is(cell.evaluations, 30)
    t.is(new Set(cell.proposals as readonly number[]).size, 30)
    t.is(cell.stopped, 'budget')
    const losses = cell.advances.map(([, , loss]) => loss as number)
    t.deepEqual(
      losses,
      losses.toSorted((a, b) => b - a),
    )
  }
})

test('a run that was killed goes on where it was, and a third one has nothing left to do', async t => {
  const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')]
  await runExperiment({ ...small, out: whole, parallel: 1 })
  const lines = readFileSync(join(whole, 'results.jsonl'), 'utf8')
  mkdirSync(cut)
  // Seven cells, and the eighth in the middle of being written.
  writeFileSync(join(cut, 'results.jsonl'), lines.split('\n').slice(0, 8).join('\n'))
  truncateSync(join(cut, 'results.jsonl'), readFileSync(join(cut, 'results.jsonl')).length - 20)
  const done: number[] = []
  const onProgress = (progress: ExperimentProgress) => done.push(progress.done)
  await runExperiment({ ...small, out: cut, parallel: 2, onProgress })
  t.deepEqual(done, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18])
  t.deepEqual(essence(linesOf(cut)), essence(linesOf(whole)))
  const before = readFileSync(join(cut, 'results.jsonl'), 'utf8')
  await runExperiment({ ...small, out: cut, onProgress: () => t.fail() })
  t.is(readFileSync(join(cut, 'results.jsonl'), 'utf8'), before)
  t.deepEqual(
    JSON.parse(readFileSync(join(cut, 'summary.json'), 'utf8')).overall.agents.map(
      (agent: { score: unknown }) => agent.score,
    ),
    JSON.parse(readFileSync(join(whole, 'summary.json'), 'utf8')).overall.agents.map(
      (agent: { score: unknown }) => agent.score,
    ),
  )
})

test('another option of an agent runs that agent anew; what was found before waits for its return', async t => {
  const out = join(folder, 'options')
  const ran: number[] = []
  const run = (startup: number) => {
    let count = 0
    const onProgress = () => count++
    const agents = ['random', { agent: 'tpe', name: 'tpe', options: { startup } }]
    return runExperiment({ ...small, agents, out, onProgress }).then(() => ran.push(count))
  }
  await run(5)
  const first = linesOf(out)
  await run(10)
  t.is(linesOf(out).length, 12)
  t.is(linesOf(out, 'unused.jsonl').length, 6)
  await run(5)
  t.deepEqual(ran, [12, 6, 0])
  t.deepEqual(linesOf(out), first)
})

test('another file under the same name is another problem', async t => {
  const out = join(folder, 'changed')
  const file = join(folder, 'changing.json')
  let count = 0
  const run = () =>
    runExperiment({ ...small, problems: ['changing.json'], agents: ['random'], out, onProgress: () => count++ })
  writeFileSync(file, bowlFile(7))
  await run()
  writeFileSync(file, bowlFile(8))
  await run()
  t.is(count, 6)
})

test('a cell that fails stops no other: all that were finished are kept, and the error names it', async t => {
  const out = join(folder, 'failing')
  const failing = agentFactory('failing', async context => {
    const agent = await random()(context)
    let asked = 0
    return {
      name: 'failing',
      ask: requests => {
        if (++asked > 10) throw new Error('no more')
        return agent.ask(requests)
      },
      tell: told => agent.tell(told),
      save: () => agent.save(),
    }
  })
  await t.throwsAsync(runExperiment({ ...small, agents: ['random', failing], seeds: 2, out }), {
    code: 'ExperimentFailed',
    message: /^4 of 8 cells failed, among them failing on .*bowls\/1, seed 0: .*no more/,
  })
  t.deepEqual(new Set(linesOf(out).map(({ agent }) => agent)), new Set(['random']))
  t.is(linesOf(out).length, 4)
})

test('a thread that ends takes one cell with it', async t => {
  writeFileSync(
    join(folder, 'exiting.mjs'),
    `export const agent = Object.assign(() => ({ name: 'exiting', ask: () => process.exit(3), tell: () => {}, save: () => ({}) }), { agentName: 'exiting' })`,
  )
  const agents = ['random', { module: './exiting.mjs' }]
  const out = join(folder, 'exiting')
  await t.throwsAsync(runExperiment({ ...small, agents, out, parallel: 2 }), {
    code: 'ExperimentFailed',
    message: /^6 of 12 cells failed, among them exiting on .*its thread ended/,
  })
  t.is(linesOf(out).length, 6)
})

test('an experiment that is stopped says so, and goes on later', async t => {
  for (const parallel of [1, 2]) {
    const out = join(folder, `stopped-${parallel}`)
    const stop = new AbortController()
    const onProgress = ({ done }: ExperimentProgress) => {
      if (done === 5) stop.abort()
    }
    await t.throwsAsync(runExperiment({ ...small, out, parallel, signal: stop.signal, onProgress }), {
      code: 'ExperimentFailed',
      message: /^interrupted after \d+ of 18 cells/,
    })
    t.is((await runExperiment({ ...small, out, parallel })).cells.length, 18)
  }
})

test('problems and agents of the caller, of modules and of stores run like others', async t => {
  const space = defineSpace({ tile: integer(1, 40) })
  const parabola = profiler({
    name: 'parabola',
    metrics: { latencyMs: { unit: 'ms' } },
    measureSync: ({ tile }: { tile: number }) => ({ latencyMs: 1 + (tile - 30) ** 2 }),
  })
  const objectives = { latency: minimize('latencyMs') }
  const store = sqlite(join(folder, 'study.db'))
  const study = await createStudy({
    name: 'mine',
    space,
    profiler: parabola,
    objectives,
    agent: random(),
    budget: { trials: 20 },
    store,
  })
  await study.run()
  await study.close()
  const index = import.meta.resolve('#src/index.js')
  writeFileSync(
    join(folder, 'mine.mjs'),
    `import { defineSpace, genetic, integer, minimize, profiler } from '${index}'
     export const problem = ({ best }) => ({
       space: defineSpace({ tile: integer(1, 40) }),
       profiler: profiler({ name: 'mine', metrics: ['ms'], measureSync: ({ tile }) => ({ ms: 1 + (tile - best) ** 2 }) }),
       objectives: { ms: minimize('ms') },
     })
     export const agent = ({ population }) => genetic({ population })`,
  )
  const { cells, summary } = await runExperiment({
    folder,
    problems: [
      { name: 'held', space: space as never, profiler: parabola as never, objectives },
      { recorded: 'study.db', study: 'mine', name: 'stored' },
      { module: 'mine.mjs', options: { best: 7 }, name: 'module' },
      { synthetic: 'branin', name: 'branin' },
    ],
    agents: [
      'random',
      { module: 'mine.mjs', options: { population: 4 }, name: 'module' },
      { name: 'held', agent: random() },
    ],
    seeds: [1],
    budget: { trials: 15 },
  })
  t.deepEqual(
    cells.map(({ problem, agent }) => `${problem} ${agent}`),
    ['held', 'stored', 'module', 'branin'].flatMap(problem =>
      ['random', 'module', 'held'].map(agent => `${problem} ${agent}`),
    ),
  )
  t.is(summary.problems.find(({ name }) => name === 'stored')?.configurations, 20)
  // Held or named, it is the same agent.
  for (let p = 0; p < 4; p++) t.deepEqual(cells[3 * p]?.proposals, cells[3 * p + 2]?.proposals)
})

test('what is wrong with a definition is told before anything runs', async t => {
  appendFileSync(join(folder, 'truncated.json.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1]))
  writeFileSync(
    join(folder, 't4.json'),
    JSON.stringify({
      metadata: { timeunit: 'seconds' },
      results: [{ configuration: { a: 1 }, invalidity: 'correct' }],
    }),
  )
  const out = join(folder, 'never')
  const wrong: [Partial<ExperimentOptions>, string, RegExp][] = [
    [
      { problems: ['none/*.json'] },
      'InvalidExperiment',
      /^problem 1: expected files, got none that none\/\*\.json names$/,
    ],
    [{ problems: ['truncated.json.gz'] }, 'InvalidRecording', /truncated\.json\.gz: expected a file that can be read/],
    [{ problems: ['t4.json'] }, 'InvalidRecording', /t4\.json: expected an object `times` in result 0, got nothing/],
    [{ problems: [{ recordd: 'x' }] }, 'InvalidExperiment', /^problem 1: expected an object with one of recorded, /],
    [
      { problems: [{ recorded: 'bowls/1.json', bettr: 'lower' }] },
      'InvalidExperiment',
      /got `bettr` \(did you mean `better`\?\)$/,
    ],
    [
      { problems: [{ synthetic: 'zdt7' }] },
      'InvalidStudy',
      /expected the name of a synthetic problem, got "zdt7" \(did you mean/,
    ],
    [{ problems: [{ module: 'nowhere.mjs' }] }, 'InvalidExperiment', /expected a module that can be imported/],
    [
      { problems: ['bowls/1.json', 'bowls/*.json'] },
      'InvalidExperiment',
      /^problems: expected names that differ, got .*\/1 twice$/,
    ],
    [{ problems: 'bowls/*.json' as never }, 'InvalidExperiment', /^problems: expected a list/],
    [{ agents: ['genetics'] }, 'InvalidExperiment', /^agent 1: .*got "genetics" \(did you mean `genetic`\?\)$/],
    [
      { agents: [{ agent: 'genetic', options: { size: 3 } }] },
      'InvalidExperiment',
      /^agent 1, options of genetic: expected one of population/,
    ],
    [{ agents: [{ agent: 'genetic', options: { population: -1 } }] }, 'InvalidAgent', /population/],
    [
      { agents: [{ agent: 'portfolio', members: ['genetic', 'mutatoin'] }] },
      'InvalidExperiment',
      /got `mutatoin` \(did you mean `mutation`\?\)$/,
    ],
    [{ agents: ['random', 'random'] }, 'InvalidExperiment', /^agents: expected names that differ, got random twice$/],
    [
      { problems: [{ synthetic: 'zdt1' }], agents: ['random', 'annealing'] },
      'InvalidAgent',
      /^annealing on zdt1.*: annealing: expected one objective/,
    ],
    [
      { budget: { distinct: 1000 } },
      'InvalidExperiment',
      /^budget: expected at most the 216 configurations of .*bowls\/1, got distinct: 1000$/,
    ],
    [{ budget: { distinkt: 3 } as never }, 'InvalidExperiment', /got `distinkt` \(did you mean `distinct`\?\)$/],
    [
      { budget: { fullTrials: 30 } },
      'InvalidExperiment',
      /^budget: expected trials or distinct for .*, got fullTrials$/,
    ],
    [{ budget: { cutoff: 2 } }, 'InvalidExperiment', /^budget: expected a `cutoff` between 0 and 1, got 2$/],
    [
      { problems: [{ synthetic: 'sphere' }], budget: { cutoff: 0.95 } },
      'InvalidExperiment',
      /^budget: expected no `cutoff` for sphere/,
    ],
    [{ budget: {} }, 'InvalidBudget', /expected a budget of/],
    [{ seeds: 0 }, 'InvalidExperiment', /^seeds: expected a whole number of at least 1/],
    [{ parallel: 0 }, 'InvalidExperiment', /^parallel: expected a whole number of at least 1, got 0$/],
  ]
  for (const [change, code, message] of wrong) {
    const options = { ...small, ...change, out, onProgress: () => t.fail('a cell ran') }
    await t.throwsAsync(runExperiment(options), { code, message } as never, JSON.stringify(change))
  }
  t.throws(() => readFileSync(join(out, 'results.jsonl')))
})
