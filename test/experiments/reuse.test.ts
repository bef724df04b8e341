import { mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { type ExperimentProgress, recordedProblem, trainOperatorPolicy } from '#src/experiments/index.js'
import { defineSpace, type ExperimentOptions, integer, minimize, profiler, runExperiment } from '#src/index.js'
import { standardOperators } from '#src/search/index.js'
import { bowlFile } from './bowl.js'
import { bowlsFolder, essence, linesOf, small } from './small.js'

const folder = bowlsFolder()
test.after.always(() => rmSync(folder, { recursive: true }))
const base = { ...small, folder }

test('a run that was killed goes on where it was, and a third one has nothing left to do', async t => {
  const [whole, cut] = [join(folder, 'whole'), join(folder, 'cut')]
  await runExperiment({ ...base, out: whole, parallel: 1 })
  const lines = readFileSync(join(whole, 'results.jsonl'), 'utf8')
  mkdirSync(cut)
  // Seven cells, and the eighth in the middle of being written.
  writeFileSync(join(cut, 'results.jsonl'), lines.split('\n').slice(0, 8).join('\n'))
  truncateSync(join(cut, 'results.jsonl'), readFileSync(join(cut, 'results.jsonl')).length - 20)
  const done: number[] = []
  const onProgress = (progress: ExperimentProgress) => done.push(progress.done)
  await runExperiment({ ...base, out: cut, parallel: 2, onProgress })
  t.deepEqual(done, [8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18])
  t.deepEqual(essence(linesOf(cut)), essence(linesOf(whole)))
  const before = readFileSync(join(cut, 'results.jsonl'), 'utf8')
  await runExperiment({ ...base, out: cut, onProgress: () => t.fail() })
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
    return runExperiment({ ...base, agents, out, onProgress }).then(() => ran.push(count))
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
    runExperiment({ ...base, problems: ['changing.json'], agents: ['random'], out, onProgress: () => count++ })
  writeFileSync(file, bowlFile(7))
  await run()
  writeFileSync(file, bowlFile(8))
  await run()
  t.is(count, 6)
})

test('an agent under two names is run once, and under another name not again', async t => {
  const out = join(folder, 'names')
  const counted = async (agents: ExperimentOptions['agents'], parallel: number) => {
    let count = 0
    const { cells, summary } = await runExperiment({ ...base, agents, parallel, out, onProgress: () => count++ })
    return { count, cells: cells.map(({ agent }) => agent), agents: summary.agents }
  }
  const two = await counted(['random', { agent: 'random', name: 'again' }], 2)
  t.is(two.count, 6)
  t.deepEqual(two.cells.slice(0, 2), ['random', 'again'])
  const one = await counted([{ agent: 'random', name: 'renamed' }], 1)
  t.deepEqual(one, { count: 0, cells: Array(6).fill('renamed'), agents: ['renamed'] })
  t.deepEqual([...new Set(linesOf(out).map(({ agent }) => agent))], ['renamed'])
})

test('an agent whose policy has changed is another agent', async t => {
  const out = join(folder, 'policies')
  const file = join(folder, 'policy.json')
  const policyOf = async (seed: number) =>
    JSON.stringify(
      await trainOperatorPolicy(standardOperators(), [recordedProblem(join(folder, 'bowls', '1.json'))], {
        steps: 64,
        trials: 32,
        seed,
      }),
    )
  let count = 0
  const agents = [{ agent: 'operatorPolicy', options: { policy: 'policy.json' }, name: 'policy' }]
  const run = () => runExperiment({ ...base, agents, seeds: 1, out, parallel: 1, onProgress: () => count++ })
  writeFileSync(file, await policyOf(1))
  await run()
  await run()
  t.is(count, 2)
  writeFileSync(file, await policyOf(2))
  await run()
  t.is(count, 4)
})

test('problems of the caller differ by all that is known of them', async t => {
  const out = join(folder, 'held')
  let count = 0
  for (const high of [40, 41]) {
    const problem = {
      name: `a problem with a name that is as long as a name can be, ${'and longer, '.repeat(5)}`,
      space: defineSpace({ tile: integer(1, high) }) as never,
      profiler: profiler({ name: 'm', metrics: ['ms'], measureSync: () => ({ ms: 1 }) }) as never,
      objectives: { ms: minimize('ms') },
    }
    await runExperiment({ ...base, problems: [problem], agents: ['random'], out, onProgress: () => count++ })
  }
  t.is(count, 6)
})

test('a folder that holds what no experiment wrote is left as it is', async t => {
  for (const text of ['{"foo":1}\n', 'a text']) {
    const out = mkdtempSync(join(folder, 'foreign-'))
    writeFileSync(join(out, 'results.jsonl'), text)
    await t.throwsAsync(runExperiment({ ...base, out }), {
      code: 'InvalidExperiment',
      message: /results\.jsonl, line 1: expected a cell of an experiment, got /,
    })
    t.is(readFileSync(join(out, 'results.jsonl'), 'utf8'), text)
  }
})
