// Evaluations that single-objective strategies take to come near to the minimum of the functions of test/problems/functions.ts: for each
// target (a distance above the minimum) the median over seeds, runs that did not reach it counting as infinitely long, and the part of
// the seeds that reached the last target. A run ends at the last target, or after --each evaluations for each dimension.
//   npm run bench:convergence -- [--json] [--seeds 11] [--each 2000] [--targets 1,1e-3,1e-9] [--only 'CMA-ES,genetic'] [--functions 'sphere 20,rosenbrock 20']
//     [--variant real|integer|categorical] [--peer PYTHON]
// PYTHON is an interpreter with `pip install cma scipy pymoo optuna`: then reference implementations stand beside those of `peers`, with
// the same start, population and settings as far as they can be told, and the ratio of the medians (ours through theirs) behind them.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
import { median } from '#src/numeric/index.js'
import {
  basinHopping,
  cmaEs,
  differentialEvolution,
  dualAnnealing,
  evolutionStrategy,
  genetic,
  nelderMead,
  nsga2,
  particleSwarm,
  tpe,
} from '#src/search/index.js'
import { type TestFunction, testFunctions } from '../../test/problems/functions.js'
import { evaluationsTo } from '../../test/problems/reach.js'
import { optuna } from '../peers/asked.js'
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
  /** One of bench/peers/convergence.py, or a sampler of Optuna. */
  readonly name: string
  /** Ours, with the settings of theirs. */
  ours(dimension: number): AgentFactory
  /** What bench/peers/convergence.py is told; a sampler of Optuna has its defaults. */
  settings?(dimension: number): Readonly<Record<string, unknown>>
  /** Default `real` alone. */
  readonly variants?: readonly string[]
}

const cmaPopulation = (dimension: number): number => 4 + Math.floor(3 * Math.log(dimension))
const simplex = { size: 0.1, coefficients: 'adaptive', precision: 1e-6 } as const
const visits = { temperature: 5230, visit: 2.62, accept: -5 }
const hops = { start: 20, step: 0.25 }
const firstStep = (dimension: number): number => 1 / Math.sqrt(dimension)

/** By the name of a strategy, or of a row that is measured beside a peer alone. */
const peers: Readonly<Record<string, Peer>> = {
  'CMA-ES': {
    name: 'pycma',
    ours: dimension => cmaEs({ population: cmaPopulation(dimension), sigma0: 0.3 }),
    settings: dimension => ({ population: cmaPopulation(dimension), sigma0: 0.3 }),
  },
  'differential evolution': {
    name: 'SciPy differential_evolution',
    ours: dimension => differentialEvolution({ population: 10 * dimension, F: 0.5, CR: 0.9 }),
    settings: dimension => ({ population: 10 * dimension, F: 0.5, CR: 0.9 }),
  },
  'Nelder-Mead': { name: 'SciPy Nelder-Mead', ours: () => nelderMead(simplex), settings: () => simplex },
  // Theirs descends by gradients, of which each takes as many evaluations as there are dimensions.
  'dual annealing': {
    name: 'SciPy dual_annealing',
    ours: () => dualAnnealing(visits),
    settings: () => ({ ...visits, localSearch: true }),
  },
  'dual annealing, no descents': {
    name: 'SciPy dual_annealing',
    ours: () => dualAnnealing({ ...visits, localSearch: false }),
    settings: () => ({ ...visits, localSearch: false }),
  },
  // The same, and its temperature is in units of the loss.
  'basin hopping': { name: 'SciPy basinhopping', ours: () => basinHopping(hops), settings: () => hops },
  'particle swarm, global': {
    name: 'pymoo PSO',
    ours: () => particleSwarm({ population: 20, topology: 'global' }),
    settings: () => ({ algorithm: 'PSO', population: 20, w: 0.72984, c: 2.05 * 0.72984 }),
  },
  'evolution strategy, rho 1': {
    name: 'pymoo ES',
    ours: dimension => evolutionStrategy({ mu: 4, lambda: 28, rho: 1, sigma0: firstStep(dimension) }),
    settings: () => ({ algorithm: 'ES', mu: 4, lambda: 28 }),
  },
  // Theirs has the operators of NSGA-II: for reals.
  genetic: {
    name: 'pymoo GA',
    ours: () => genetic({ population: 20 }),
    settings: () => ({ algorithm: 'GA', population: 20 }),
  },
  'NSGA-II': {
    name: 'pymoo NSGA2',
    ours: () => nsga2({ population: 100 }),
    settings: () => ({ algorithm: 'NSGA2', population: 100 }),
  },
  TPE: { name: 'TPESampler', ours: () => tpe(), variants: ['real', 'integer', 'categorical'] },
}

const entrants: Readonly<Record<string, (dimension: number) => AgentFactory>> = {
  ...Object.fromEntries(
    Object.entries(strategies)
      .filter(([, { objectives = 1 }]) => objectives === 1)
      .map(([name, { factory }]) => [name, factory]),
  ),
  ...Object.fromEntries(
    Object.entries(peers)
      .filter(([name]) => !(name in strategies))
      .map(([name, { ours }]) => [name, ours]),
  ),
}

/** A simplex has no place for names. */
const isRefused = (strategy: string): boolean => strategy === 'Nelder-Mead' && options.variant === 'categorical'

const run = async (factory: AgentFactory, problem: TestFunction, most: number): Promise<Reached> => {
  const reached: (readonly (number | null)[])[] = []
  for (const seed of seeds) reached.push(await evaluationsTo(factory, problem, targets, most, seed))
  return reached
}

const runPeer = async (
  peer: Peer,
  python: string,
  name: string,
  problem: TestFunction,
  most: number,
): Promise<Reached> => {
  if (peer.settings === undefined) return run(optuna(python, peer.name), problem, most)
  const { space, optimum } = problem
  const bounds = Object.values(space.parameters).map(parameter => parameter as { low: number; high: number })
  const [low, high] = [bounds.map(each => each.low), bounds.map(each => each.high)]
  const settings = peer.settings(low.length)
  const task = { peer: peer.name, function: name, low, high, optimum, targets, seeds, most, ...settings }
  const { status, stdout, stderr } = spawnSync(python, [script, JSON.stringify(task)], { encoding: 'utf8' })
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
  // Some names have a comma in them.
  list === undefined || list.split(/,(?! )/).includes(name)

interface Row {
  readonly function: string
  readonly strategy: string
  readonly reached: Reached
  readonly peer?: { readonly name: string; readonly reached: Reached }
}

const show = ({ strategy, reached, peer }: Row): void => {
  console.log(strategy.padEnd(34) + cells(reached))
  if (peer === undefined) return
  const theirs = medians(peer.reached)
  const ratios = medians(reached).map((ours, i) => ours / (theirs[i] as number))
  const shown = ratios.map(ratio => (ratio > 0 && Number.isFinite(ratio) ? ratio.toFixed(2) : '-'))
  console.log(`${`  ${peer.name}`.padEnd(34)}${cells(peer.reached)}   ratios ${shown.join(', ')}`)
}

const rowOf = async (strategy: string, name: string, problem: TestFunction, most: number): Promise<Row> => {
  const [kind = '', dimension = '', variant = ''] = name.split(' ')
  const make = entrants[strategy] as (dimension: number) => AgentFactory
  const { [strategy]: peer } = peers
  if (options.peer === undefined || peer === undefined || !(peer.variants ?? ['real']).includes(variant))
    return { function: name, strategy, reached: await run(make(Number(dimension)), problem, most) }
  const reached = await run(peer.ours(Number(dimension)), problem, most)
  const theirs = await runPeer(peer, options.peer, kind, problem, most)
  return { function: name, strategy, reached, peer: { name: peer.name, reached: theirs } }
}

const main = async (): Promise<void> => {
  const rows: Row[] = []
  for (const [name, problem] of testFunctions()) {
    const [kind = '', dimension = '', variant] = name.split(' ')
    if (variant !== options.variant || !isWanted(options.functions, `${kind} ${dimension}`)) continue
    const most = Number(options.each) * Number(dimension)
    if (!options.json)
      console.log(`\n${name}, at most ${most}; ${targets.join(', ')} above the minimum; reached the last`)
    for (const strategy of Object.keys(entrants)) {
      if (!isWanted(options.only, strategy) || isRefused(strategy)) continue
      const row = await rowOf(strategy, name, problem, most)
      rows.push(row)
      if (!options.json) show(row)
    }
  }
  if (options.json) console.log(JSON.stringify({ targets, seeds: seeds.length, each: Number(options.each), rows }))
}

await main()
