import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import test from 'ava'
import { operatorPolicy, parsePolicy, ppo } from '#src/agents/index.js'
import { recordedProblem } from '#src/experiments/index.js'
import { createStudy, simulatedClock } from '#src/index.js'
import { standardOperators } from '#src/search/index.js'
import { bowlFile } from '../experiments/bowl.js'

const main = fileURLToPath(import.meta.resolve('#src/cli/main.js'))
const folder = mkdtempSync(join(tmpdir(), 'paretune-cli-'))
test.after.always(() => rmSync(folder, { recursive: true }))

const write = (name: string, content: unknown): string => {
  const file = join(folder, name)
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}
for (const seed of [1, 2, 3]) write(`bowl-${seed}.json`, bowlFile(seed))

const paretune = (...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  new Promise(resolve => {
    execFile(process.execPath, [main, ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    )
  })

test('a spec becomes a policy file, with progress on stderr and the validation curve inside', async t => {
  const spec = write('spec.json', {
    problems: ['bowl-*.json'],
    validation: ['bowl-3.json'],
    trials: 30,
    steps: 480,
    seed: 1,
    ppo: { hidden: [8] },
  })
  const out = join(folder, 'policy.json')
  const { code, stdout, stderr } = await paretune('train', spec, '--out', out)
  t.is(code, 0, stderr)
  t.is(stdout.trim(), out)
  t.regex(stderr, /^ 50% {2}training \d\.\d{3} {2}validation \d\.\d{3} {2}entropy \d\.\d\d {2}\d+ s left$/m)
  const policy = parsePolicy(readFileSync(out, 'utf8'))
  const trained = policy.trained as { problems: string[]; validation: string[]; curve: number[][] }
  t.is(trained.problems.length, 2)
  t.is(trained.validation.length, 1)
  t.is(trained.curve.length, 2)

  const { space, profiler, objectives } = recordedProblem(join(folder, 'bowl-3.json'))
  const study = await createStudy({
    space,
    profiler,
    objectives,
    agent: operatorPolicy(standardOperators(), { policy }),
    budget: { trials: 30 },
    clock: simulatedClock(),
  })
  t.is((await study.run()).trials.length, 30)
  await study.close()

  const again = await paretune('train', spec, '--out', out)
  t.is(again.code, 2)
  t.regex(again.stderr, /^paretune: train: expected a new file for --out, got .*policy.json, which is there/)
})

test('a policy of ppo is trained from a spec, and begins where it knows the kernel', async t => {
  const spec = write('ppo.json', { agent: 'ppo', problems: ['bowl-[12].json'], trials: 20, studies: 2 })
  const out = join(folder, 'ppo-policy.json')
  const { code, stderr } = await paretune('train', spec, '--out', out)
  t.is(code, 0, stderr)
  t.regex(stderr, /^100% {2}training -\d\.\d{3} {2}0 s left$/m)
  const policy = parsePolicy(readFileSync(out, 'utf8'))
  const { space, profiler, objectives } = recordedProblem(join(folder, 'bowl-3.json'))
  const study = await createStudy({
    space,
    profiler,
    objectives,
    agent: ppo({ policy }),
    budget: { trials: 10 },
    clock: simulatedClock(),
  })
  t.is((await study.run()).trials.length, 10)
  await study.close()
  const stray = await paretune('train', write('stray.json', { agent: 'ppo', steps: 3 }), '--out', join(folder, 'stray'))
  t.regex(stray.stderr, /expected a known field, got `steps`/)
})

const WRONG: readonly (readonly [title: string, spec: unknown, message: RegExp])[] = [
  ['no JSON', 'x', /expected a JSON file, got .*: Unexpected token/],
  ['a list', [], /wrong-\d+\.json: expected an object, got \[\]/],
  ['an unknown field', { problem: [] }, /expected a known field, got `problem` \(did you mean `problems`\?\)/],
  ['no problems', {}, /expected a problem or more, got none/],
  ['an empty glob', { problems: ['no*such'] }, /expected files for `problems`, got none that "no\*such" names/],
  ['a file that is no recording', { problems: ['wrong-0.json'] }, /expected an object in JSON in byte 0/],
  ['an unknown operator', { operators: ['restrat'] }, /for `operators`, got "restrat" \(did you mean `restart`\?\)/],
  ['trials that are no count', { trials: 1.5 }, /expected a whole number of at least 2 for `trials`, got 1.5/],
  [
    'an unknown hyperparameter',
    { ppo: { gama: 1 } },
    /`ppo`: expected a known field, got `gama` \(did you mean `gamma`/,
  ],
  [
    'a hyperparameter of another kind',
    { problems: ['bowl-1.json'], ppo: { hidden: 3 } },
    /ppo: expected hidden to be whole numbers of 1 or more, got 3/,
  ],
  [
    'a hyperparameter that is null',
    { ppo: { learningRate: null } },
    /`ppo`: expected a value for `learningRate`, got null/,
  ],
  [
    'a hyperparameter out of range',
    { problems: ['bowl-1.json'], ppo: { gamma: 7 } },
    /ppo: expected gamma in \[0, 1\], got 7/,
  ],
]

test('a spec that is wrong gets one clear error, and leaves no file', async t => {
  const specs = WRONG.map(([, spec], i) => write(`wrong-${i}.json`, spec))
  for (const [i, [title, , message]] of WRONG.entries()) {
    const { code, stdout, stderr } = await paretune('train', specs[i] as string, '--out', join(folder, `out-${i}.json`))
    t.is(code, 1, title)
    t.is(stdout, '', title)
    t.regex(stderr, /^paretune: [^\n]+(\n"?[^\n]*)?\n$/, title)
    t.regex(stderr, message, title)
    t.throws(() => readFileSync(join(folder, `out-${i}.json`)), { code: 'ENOENT' }, title)
  }
})

test('a command line that says nothing that can be done ends with status 2', async t => {
  for (const [args, message] of [
    [['fly'], /expected a command \(experiment, train\), got fly/],
    [['train'], /expected one SPEC.json, got none/],
    [['train', 'a.json'], /expected --out POLICY.json, got none/],
    [['train', 'a.json', 'b.json', '--out', 'c'], /expected one SPEC.json, got a.json b.json/],
    [['train', 'a.json', '--ot', 'c'], /Unknown option '--ot'/],
  ] as const) {
    const { code, stderr } = await paretune(...args)
    t.is(code, 2, args.join(' '))
    t.regex(stderr, message)
  }
})

test('help and version', async t => {
  const { stdout } = await paretune('--help')
  t.regex(stdout, /train SPEC.json --out POLICY.json/)
  const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
  t.is((await paretune('--version')).stdout.trim(), version)
})
