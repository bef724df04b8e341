import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { ExperimentProgress } from '#src/experiments/index.js'
import {
  agentFactory,
  createStudy,
  defineSpace,
  integer,
  minimize,
  profiler,
  random,
  runExperiment,
} from '#src/index.js'
import { sqlite } from '#src/storage/index.js'
import { bowlFile } from './bowl.js'
import { bowlsFolder, essence, linesOf, small } from './small.js'

const folder = bowlsFolder()
test.after.always(() => rmSync(folder, { recursive: true }))
const base = { ...small, folder }

test('the same experiment gives the same results, in this thread and in several', async t => {
  const here = await runExperiment({ ...base, parallel: 1 })
  t.is(here.cells.length, 2 * 3 * 3)
  t.deepEqual(essence((await runExperiment({ ...base, parallel: 3 })).cells), essence(here.cells))
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
  await t.throwsAsync(runExperiment({ ...base, agents: ['random', failing], seeds: 2, out }), {
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
  await t.throwsAsync(runExperiment({ ...base, agents, out, parallel: 2 }), {
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
    await t.throwsAsync(runExperiment({ ...base, out, parallel, signal: stop.signal, onProgress }), {
      code: 'ExperimentFailed',
      message: /^interrupted after \d+ of 18 cells/,
    })
    t.is((await runExperiment({ ...base, out, parallel })).cells.length, 18)
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

test('the name of a file may look like a pattern, and that of a spec goes before that of a module', async t => {
  writeFileSync(join(folder, 'a [1] (2).json'), bowlFile(3))
  writeFileSync(
    join(folder, 'named.mjs'),
    `import { defineSpace, integer, minimize, profiler } from '${import.meta.resolve('#src/index.js')}'
     export const problem = ({ best }) => ({
       name: 'of the module',
       space: defineSpace({ tile: integer(1, 40) }),
       profiler: profiler({ name: 'mine', metrics: ['ms'], measureSync: ({ tile }) => ({ ms: 1 + (tile - best) ** 2 }) }),
       objectives: { ms: minimize('ms') },
     })`,
  )
  const { summary } = await runExperiment({
    ...base,
    problems: [
      'a [1] (2).json',
      { module: 'named.mjs', options: { best: 3 } },
      { module: 'named.mjs', options: { best: 4 }, name: 'of the spec' },
    ],
    agents: ['random'],
  })
  t.deepEqual(
    summary.problems.map(({ name }) => name.replace(/.*\//, '')),
    ['a [1] (2)', 'of the module', 'of the spec'],
  )
})

test('what an observer throws ends the experiment: so does a disk that is full', async t => {
  for (const parallel of [1, 2]) {
    const out = join(folder, `full-${parallel}`)
    const onProgress = ({ done }: ExperimentProgress) => {
      if (done === 3) throw new Error('no more')
    }
    await t.throwsAsync(runExperiment({ ...base, out, parallel, onProgress }), { message: 'no more' })
    t.is(linesOf(out).length, 3)
  }
})

test('no cell waits behind another while a thread is free', async t => {
  const file = join(folder, 'threads.txt')
  writeFileSync(
    join(folder, 'threads.mjs'),
    `import { appendFileSync } from 'node:fs'
     import { threadId } from 'node:worker_threads'
     import { agentFactory, random } from '${import.meta.resolve('#src/index.js')}'
     export const agent = agentFactory('threads', context => {
       appendFileSync('${file}', threadId + '\\n')
       return random()(context)
     })`,
  )
  const warnings: Error[] = []
  const warned = (warning: Error) => warnings.push(warning)
  process.on('warning', warned)
  const { signal } = new AbortController()
  const agents = [{ module: 'threads.mjs' }]
  await runExperiment({ ...base, problems: ['bowls/1.json'], agents, seeds: 11, parallel: 11, signal })
  process.off('warning', warned)
  // One more is this thread: it tries each agent on each problem.
  t.is(new Set(readFileSync(file, 'utf8').trim().split('\n')).size, 12)
  t.deepEqual(warnings, [])
})

test('that runs end before the time budget of the methodology is said, and with that budget it is not so', async t => {
  const agents = ['random', 'genetic']
  const remarksOf = async (budget: { distinct: number } | { cutoff: number }) =>
    (await runExperiment({ ...base, agents, budget, parallel: 1 })).summary.remarks
  t.regex(
    (await remarksOf({ distinct: 8 })).join(),
    /scores by time count as time without gain .* on .*bowls\/1, .*bowls\/2: /,
  )
  t.deepEqual(await remarksOf({ cutoff: 0.95 }), [])
})
