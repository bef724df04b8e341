import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import type { ResultLine } from '#src/experiments/index.js'
import { bowlFile } from '../experiments/bowl.js'

const main = fileURLToPath(import.meta.resolve('#src/cli/main.js'))
const folder = mkdtempSync(join(tmpdir(), 'paretune-cli-experiment-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
for (const seed of [1, 2]) write(`bowl-${seed}.json`, bowlFile(seed))
const spec = write('spec.json', {
  title: 'bowls',
  problems: ['bowl-*.json', { synthetic: 'sphere' }],
  agents: ['random', 'genetic', { agent: 'portfolio', members: ['localSearch', 'mutation'] }],
  seeds: 4,
  budget: { trials: 40 },
})

const paretune = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise(resolve => {
    execFile(process.execPath, [main, 'experiment', ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })

const cellsOf = (out: string): ResultLine[] =>
  readFileSync(join(out, 'results.jsonl'), 'utf8')
    .split('\n')
    .filter(line => line !== '')
    .map(line => ({ ...(JSON.parse(line) as ResultLine), agentMs: [] }))

test('a spec becomes a folder of results, and one whose process was killed at random goes on to the same', async t => {
  const [out, killed] = [join(folder, 'out'), join(folder, 'killed')]
  const { code, stdout, stderr } = await paretune(spec, '--out', out, '--parallel', '1')
  t.is(code, 0, stderr)
  t.is(stdout.trim(), out)
  t.regex(stderr, /^100% {2}36 of 36 cells {2}0 s left$/m)
  t.is(cellsOf(out).length, 36)
  const summary = JSON.parse(readFileSync(join(out, 'summary.json'), 'utf8'))
  t.is(summary.title, 'bowls')
  t.deepEqual(summary.agents, ['random', 'genetic', 'portfolio'])
  t.regex(readFileSync(join(out, 'index.html'), 'utf8'), /<title>bowls<\/title>/)
  for (const file of [
    'pictures/performance.svg',
    'pictures/critical-difference.svg',
    'tables/overall.tex',
    'tables/curves.csv',
  ])
    t.true(existsSync(join(out, file)), file)

  const child = spawn(process.execPath, [main, 'experiment', spec, '--out', killed, '--parallel', '2'])
  await once(child.stderr, 'data')
  child.kill('SIGKILL')
  await once(child, 'exit')
  const before = cellsOf(killed).length
  t.true(before >= 1, `${before}`)
  const again = await paretune(spec, '--out', killed, '--parallel', '2', '--quiet')
  t.deepEqual([again.code, again.stderr.trim()], [0, '36 cells'])
  t.deepEqual(cellsOf(killed), cellsOf(out))
})

test('Ctrl-C ends what never ends by itself, and keeps what has ended', async t => {
  write(
    'never.mjs',
    `export const agent = Object.assign(
       () => ({ name: 'never', ask: () => new Promise(() => {}), tell: () => {}, save: () => ({}) }),
       { agentName: 'never' },
     )`,
  )
  const never = write('never.json', {
    problems: [{ synthetic: 'sphere' }],
    agents: ['random', { module: 'never.mjs' }],
    seeds: 1,
    budget: { trials: 5 },
  })
  const out = join(folder, 'never')
  const child = spawn(process.execPath, [main, 'experiment', never, '--out', out, '--parallel', '2'])
  let told = ''
  child.stderr.on('data', text => {
    told += text
    // A second one would kill it.
    if (told.startsWith(' 50%') && !told.includes('stopping')) child.kill('SIGINT')
  })
  const [code] = await once(child, 'exit')
  t.is(code, 130)
  t.regex(told, /^stopping; what has ended is kept/m)
  t.regex(told, /^paretune: interrupted after 1 of 2 cells; the next run goes on there$/m)
  t.is(cellsOf(out).length, 1)

  // In one thread nothing can happen any more, and Node.js ends the process.
  const alone = await paretune(never, '--out', out, '--parallel', '1', '--quiet')
  t.is(alone.code, 1)
  t.regex(alone.stderr, /^paretune: expected all promises to settle, got one, .*\n$/)
})

test('mistakes are one line each', async t => {
  const cases: [string[], number, RegExp][] = [
    [[], 2, /^paretune: experiment: expected one SPEC\.json, got none$/],
    [[spec], 2, /^paretune: experiment: expected --out DIR, got none$/],
    [[spec, '--out', 'x', '--paralel', '2'], 2, /Unknown option '--paralel'/],
    [[spec, '--out', join(folder, 'y'), '--parallel', 'two'], 1, /^paretune: parallel: expected a whole number/],
    [[join(folder, 'none.json'), '--out', 'x'], 1, /^paretune: expected a JSON file, got .*none\.json: ENOENT/],
    [
      [write('unknown.json', { problms: [] }), '--out', 'x'],
      1,
      /expected a known field, got `problms` \(did you mean `problems`\?\)$/,
    ],
    [[write('empty.json', {}), '--out', 'x'], 1, /^paretune: problems: expected a list, got nothing$/],
    [[spec, '--out', spec], 1, /expected a folder that can be written/],
    [[spec, '--out', ''], 2, /^paretune: experiment: expected --out DIR, got none$/],
    [[write('lines.json', '{\n"problems": [\n}\n'), '--out', 'x'], 1, /expected a JSON file, got .*lines\.json: /],
    [[folder, '--out', 'x'], 1, /expected a JSON file, got .*EISDIR/],
  ]
  for (const [args, code, message] of cases) {
    const came = await paretune(...args)
    t.is(came.code, code, came.stderr)
    t.regex(came.stderr.trim(), message)
    t.is(came.stderr.trim().split('\n').length, 1)
  }
})
