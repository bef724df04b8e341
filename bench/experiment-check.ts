// Whether `summary.json` of an experiment says what docs/experiments.md says: all of it is worked out again from `results.jsonl` by
// bench/peers/experiment.py, which shares no line with us, and the largest difference of each figure is printed.
//   npm run bench:experiment-check -- --peer PYTHON [--json] [--only NAME] [--seeds 8] [--record FILE]
// PYTHON is an interpreter with `pip install scipy scikit-posthocs statsmodels pymoo autotuning_methodology`. Differences are relative where a
// figure is above 0.01; six digits are told of each, so that 5e-6 is none. Of intervals (~), which are drawn anew, they are in parts of their width.
// --record writes the runs of the check that --only names, and the peer's figures, for the tests.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Problem, type ResultLine, syntheticProblem } from '#src/experiments/index.js'
import { type ExperimentOptions, runExperiment } from '#src/index.js'
import { bowls } from '../test/experiments/bowl.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    peer: { type: 'string' },
    only: { type: 'string' },
    seeds: { type: 'string', default: '8' },
    record: { type: 'string' },
  },
})
const root = fileURLToPath(new URL('../../', import.meta.url))
const recorded = join(root, '../shared/recorded')
const kernels = ['convolution_milo/A100', 'convolution_milo/A4000', 'convolution_milo/MI250X', 'gemm/RTX_3090']
const fileOf = (name: string): string => join(recorded, `${name}.json.gz`)

const made = (
  name: string,
  synthetic: Parameters<typeof syntheticProblem>[0],
  without: Partial<Problem> = {},
): Problem => ({
  ...syntheticProblem(synthetic),
  name,
  ...without,
})
const nothing = { optimum: undefined, front: undefined, reference: undefined } as unknown as Partial<Problem>

interface Check {
  readonly problems: readonly Problem[]
  readonly files?: readonly string[]
  readonly agents: ExperimentOptions['agents']
  readonly budget: ExperimentOptions['budget']
}
const strategies = ['random', 'genetic', 'annealing', 'tpe', 'localSearch']
const checks: Readonly<Record<string, Check>> = {
  bowls: {
    problems: bowls(),
    agents: ['random', { agent: 'genetic', options: { population: 8 } }, 'localSearch'],
    budget: { trials: 50 },
  },
  kernels: { problems: [], files: kernels, agents: strategies, budget: { distinct: 120 } },
  seconds: { problems: [], files: kernels.slice(1), agents: strategies, budget: { cutoff: 0.95 } },
  fronts: {
    problems: [
      made('zdt1', { synthetic: 'zdt1' }),
      made('dtlz2', { synthetic: 'dtlz2' }),
      made('dtlz2 of which nothing is known', { synthetic: 'dtlz2' }, nothing),
    ],
    agents: ['random', 'nsga2', 'moead'],
    budget: { trials: 300 },
  },
  made: {
    problems: [
      made('optimum 0', { synthetic: 'sphere' }),
      made('optimum below 0', { synthetic: 'hartmann6' }),
      made('optimum unknown', { synthetic: 'branin' }, nothing),
      made('failing', { synthetic: 'nk', parameters: 4, failing: 0.6 }),
      made('noisy', { synthetic: 'nk', parameters: 4, noise: 0.2 }),
      made('arms', { synthetic: 'arms', arms: 8, rewards: 'gaussian' }),
    ],
    agents: ['random', 'genetic', { agent: 'random', name: 'again', options: { repeat: true } }],
    budget: { trials: 100 },
  },
}

/** What cannot be read off files. */
const factsOf = ({ name, population, optimum, front, reference, truth }: Problem) => [
  name,
  {
    ...(population && { losses: [...population.losses], costsMs: [...population.costsMs] }),
    ...{ optimum, front, reference, noisy: truth !== undefined },
  },
]

interface Difference {
  readonly of: number
  readonly largest: number
  readonly where: string
}

const check = async ({ problems, files = [], agents, budget }: Check, peer: string) => {
  const out = mkdtempSync(join(tmpdir(), 'paretune-check-'))
  try {
    const seeds = Number(options.seeds)
    const { cells } = await runExperiment({
      problems: [...files.map(fileOf), ...problems],
      agents,
      seeds,
      budget,
      out,
      parallel: 2,
    })
    const [facts, figures] = [join(out, 'facts.json'), join(out, 'figures.json')]
    writeFileSync(facts, JSON.stringify(Object.fromEntries(problems.map(factsOf))))
    const script = join(root, 'bench/peers/experiment.py')
    const { status, stdout, stderr } = spawnSync(
      peer,
      [script, out, ...files.map(fileOf), '--facts', facts, '--figures', figures, '--methodology'],
      { encoding: 'utf8', maxBuffer: 2 ** 28, env: { ...process.env, OMP_NUM_THREADS: '1' } },
    )
    if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
    if (options.record !== undefined) record(options.record, cells, figures)
    return JSON.parse(stdout.replaceAll('Infinity', '1e999')) as Readonly<Record<string, Difference>>
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** Runs and what was worked out of them, to ten digits. */
const record = (file: string, cells: readonly ResultLine[], figures: string): void => {
  const command = `npm run bench:experiment-check -- ${process.argv
    .slice(2)
    .join(' ')
    .replace(options.peer ?? '', 'PYTHON')}`
  const short = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(10)) : value)
  const runs = cells.map(({ id: _, agentMs: __, ...cell }) => cell)
  const text = JSON.stringify({ command, figures: JSON.parse(readFileSync(figures, 'utf8')) }, short)
  writeFileSync(file, `${text.slice(0, -1)},"runs":${JSON.stringify(runs)}}\n`)
}

const { peer } = options
if (peer === undefined) throw new Error('expected --peer PYTHON')
const all: Record<string, Readonly<Record<string, Difference>>> = {}
for (const [name, each] of Object.entries(checks)) {
  if (options.only !== undefined && options.only !== name) continue
  all[name] = await check(each, peer)
  if (options.json) continue
  console.log(name)
  for (const [figure, { of, largest, where }] of Object.entries(all[name]))
    console.log(`  ${figure.padEnd(50)}${largest.toExponential(1).padStart(8)} of ${of}${where && `, at ${where}`}`)
}
if (options.json) console.log(JSON.stringify(all))
