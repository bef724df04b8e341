// Evaluations that single-objective strategies take to come near to the minimum of the functions of test/problems/functions.ts: for each
// target (a distance above the minimum) the median over seeds, runs that did not reach it counting as infinitely long, and the part of
// the seeds that reached the last target. A run ends at the last target, or after --each evaluations for each dimension.
//   npm run bench:convergence -- [--json] [--seeds 11] [--each 2000] [--targets 1,1e-3,1e-9] [--only 'CMA-ES,genetic'] [--functions 'sphere 20,rosenbrock 20']
//     [--variant real|integer|categorical] [--peer PYTHON]
// PYTHON is an interpreter with `pip install cma scipy`: then pycma stands beside CMA-ES and SciPy beside differential evolution, with
// the same start, population and settings, and the ratio of the medians (ours through theirs) behind them.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
import { median } from '#src/numeric/index.js'
import { cmaEs, differentialEvolution } from '#src/search/index.js'
import { type TestFunction, testFunctions } from '../../test/problems/functions.js'
import { evaluationsTo } from '../../test/problems/reach.js'
import { strategies } from './strategies.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '11' },
    each: { type: 'string', default: '2000' },
    targets: { type: 'string', default: '1,1e-3,1e-9' },
    only: { type: 'string' },
    functions: { type: 'string' },
    variant: { type: 'string', default: 'real' },
    peer: { type: 'string' },
  },
})
const targets = options.targets.split(',').map(Number)
const seeds = Array.from({ length: Number(options.seeds) }, (_, i) => i + 1)
const script = fileURLToPath(new URL('../../../bench/peers/convergence.py', import.meta.url))

/** By seed and target; null where the target was not reached. */
type Reached = readonly (readonly (number | null)[])[]

interface Peer {
  readonly name: string
  /** Ours, with the settings of theirs. */
  readonly ours: (dimension: number) => AgentFactory
  readonly settings: (dimension: number) => Readonly<Record<string, unknown>>
}

const cmaPopulation = (dimension: number): number => 4 + Math.floor(3 * Math.log(dimension))
const peers: Readonly<Record<string, Peer>> = {
  'CMA-ES': {
    name: 'cma',
    ours: dimension => cmaEs({ population: cmaPopulation(dimension), sigma0: 0.3 }),
    settings: dimension => ({ population: cmaPopulation(dimension), sigma0: 0.3 }),
  },
  'differential evolution': {
    name: 'scipy',
    ours: dimension => differentialEvolution({ population: 10 * dimension, F: 0.5, CR: 0.9 }),
    settings: dimension => ({ population: 10 * dimension, F: 0.5, CR: 0.9 }),
  },
}

const run = async (factory: AgentFactory, problem: TestFunction, most: number): Promise<Reached> => {
  const reached: (readonly (number | null)[])[] = []
  for (const seed of seeds) reached.push(await evaluationsTo(factory, problem, targets, most, seed))
  return reached
}

const runPeer = (peer: Peer, name: string, { space, optimum }: TestFunction, most: number): Reached => {
  const bounds = Object.values(space.parameters).map(parameter => parameter as { low: number; high: number })
  const [low, high] = [bounds.map(each => each.low), bounds.map(each => each.high)]
  const task = {
    peer: peer.name,
    function: name,
    low,
    high,
    optimum,
    targets,
    seeds,
    most,
    ...peer.settings(low.length),
  }
  const { status, stdout, stderr } = spawnSync(String(options.peer), [script, JSON.stringify(task)], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
  return (JSON.parse(stdout) as { readonly evaluations: Reached }).evaluations
}

/** By target; Infinity where less than half of the runs reached it. */
const medians = (reached: Reached): number[] =>
  targets.map((_, i) => median(reached.map(run => run[i] ?? Number.POSITIVE_INFINITY)))

const cells = (reached: Reached): string => {
  const part = reached.filter(run => run.at(-1) !== null).length / reached.length
  const shown = medians(reached).map(value => (Number.isFinite(value) ? value.toFixed(0) : '-').padStart(9))
  return `${shown.join('')}${`${(100 * part).toFixed(0)}%`.padStart(7)}`
}

const isWanted = (list: string | undefined, name: string): boolean =>
  list === undefined || list.split(',').includes(name)

const main = async (): Promise<void> => {
  const rows: { function: string; strategy: string; reached: Reached; peer?: Reached }[] = []
  for (const [name, problem] of testFunctions()) {
    const [kind = '', dimension = '', variant] = name.split(' ')
    if (variant !== options.variant || !isWanted(options.functions, `${kind} ${dimension}`)) continue
    const most = Number(options.each) * Number(dimension)
    if (!options.json)
      console.log(`\n${name}, at most ${most}; ${targets.join(', ')} above the minimum; reached the last`)
    for (const [strategy, { factory, objectives = 1 }] of Object.entries(strategies)) {
      if (objectives !== 1 || !isWanted(options.only, strategy)) continue
      const peer = options.peer !== undefined && variant === 'real' ? peers[strategy] : undefined
      const reached = await run(peer?.ours(Number(dimension)) ?? factory(), problem, most)
      const theirs = peer && runPeer(peer, kind, problem, most)
      rows.push({ function: name, strategy, reached, ...(theirs && { peer: theirs }) })
      if (options.json) continue
      console.log(strategy.padEnd(34) + cells(reached))
      if (peer === undefined || theirs === undefined) continue
      const ratios = medians(reached).map((ours, i) => ours / (medians(theirs)[i] as number))
      const shown = ratios.map(ratio => (ratio > 0 && Number.isFinite(ratio) ? ratio.toFixed(2) : '-'))
      console.log(`${`  ${peer.name}`.padEnd(34)}${cells(theirs)}   ratios ${shown.join(', ')}`)
    }
  }
  if (options.json) console.log(JSON.stringify({ targets, seeds: seeds.length, each: Number(options.each), rows }))
}

await main()
