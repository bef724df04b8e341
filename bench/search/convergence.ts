// Evaluations that single-objective strategies take to come near to the minimum of the classics of docs/problems.md: for each
// target (a distance above the minimum) the median over seeds, runs that did not reach it counting as infinitely long, and the part of
// the seeds that reached the last target. A run ends at the last target, or after --each evaluations for each dimension.
//   npm run bench:convergence -- [--json|--markdown] [--seeds 11] [--each 2000] [--targets 1,1e-3,1e-9] [--only 'CMA-ES,genetic']
//     [--functions 'sphere 20,rosenbrock 20,5'] [--variant real|integer|categorical] [--peer PYTHON]
// A number among the functions is a dimension, all functions of it. --markdown prints the tables of docs/search-targets.md, for the last target.
// PYTHON is an interpreter with `pip install cma scipy pymoo optuna`: then reference implementations stand beside those of `peers`, with
// the same start, population and settings as far as they can be told, and the ratio of the medians (ours through theirs) behind them.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { AgentFactory } from '#src/agents/index.js'
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
import { markdownOf, mediansOf, partOf, type Reached, type Row, ratiosOf } from './reached.js'
import { strategies } from './strategies.js'

const { values: options } = parseArgs({
  options: {
    json: { type: 'boolean', default: false },
    markdown: { type: 'boolean', default: false },
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
/** The first step of pymoo's. */
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
  // Theirs has two parents for the step sizes of a child, and one for its parameters.
  'evolution strategy, rho 2': {
    name: 'pymoo ES',
    ours: dimension => evolutionStrategy({ mu: 4, lambda: 28, rho: 2, sigma0: firstStep(dimension) }),
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
  TPE: { name: 'Optuna TPESampler', ours: () => tpe(), variants: ['real', 'integer', 'categorical'] },
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
  if (peer.settings === undefined) return run(optuna(python, peer.name.replace('Optuna ', '')), problem, most)
  const { space, optimum } = problem
  const bounds = Object.values(space.parameters).map(parameter => parameter as { low: number; high: number })
  const [low, high] = [bounds.map(each => each.low), bounds.map(each => each.high)]
  const settings = peer.settings(low.length)
  const task = { peer: peer.name, function: name, low, high, optimum, targets, seeds, most, ...settings }
  const { status, stdout, stderr } = spawnSync(python, [script, JSON.stringify(task)], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`expected ${script} to run, got ${stderr}`)
  return (JSON.parse(stdout) as { readonly evaluations: Reached }).evaluations
}

const cells = (reached: Reached): string => {
  const shown = mediansOf(reached).map(value => (Number.isFinite(value) ? value.toFixed(0) : '-').padStart(9))
  return `${shown.join('')}${`${(100 * partOf(reached)).toFixed(0)}%`.padStart(7)}`
}

const isWanted = (list: string | undefined, name: string): boolean =>
  // Some names have a comma in them.
  list === undefined || list.split(/,(?! )/).includes(name)

const show = ({ strategy, reached, peer }: Row): void => {
  console.log(strategy.padEnd(34) + cells(reached))
  if (peer === undefined) return
  const shown = ratiosOf(reached, peer.reached).map(ratio => (Number.isFinite(ratio) ? ratio.toFixed(2) : '-'))
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

const isQuiet = options.json || options.markdown

const main = async (): Promise<void> => {
  const rows: Row[] = []
  for (const [name, problem] of testFunctions()) {
    const [kind = '', dimension = '', variant] = name.split(' ')
    const isChosen = [dimension, `${kind} ${dimension}`].some(each => isWanted(options.functions, each))
    if (variant !== options.variant || !isChosen) continue
    const most = Number(options.each) * Number(dimension)
    if (!isQuiet) console.log(`\n${name}, at most ${most}; ${targets.join(', ')} above the minimum; reached the last`)
    for (const strategy of Object.keys(entrants)) {
      if (!isWanted(options.only, strategy) || isRefused(strategy)) continue
      const row = await rowOf(strategy, name, problem, most)
      rows.push(row)
      if (!isQuiet) show(row)
    }
  }
  if (options.markdown) console.log(markdownOf(rows))
  if (options.json) console.log(JSON.stringify({ targets, seeds: seeds.length, each: Number(options.each), rows }))
}

await main()
