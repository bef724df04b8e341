// How soon agents find fast configurations in recorded spaces, against random search: see bench/recorded/contest.ts.
//   npm run bench:recorded -- [--json] [--seeds 20] [--trials 200] [--noise 0] [--only ppo,random] [--peer PYTHON] FILE...
// NOISE is the standard deviation of the logarithms of the measured times: the score is of the true time of what looks best.
// PYTHON is an interpreter with `pip install optuna kernel_tuner`: then strategies of these run on the same files.
// Files are Kernel Tuner caches or T4 results, plain or gzip; without any, all of ../shared/recorded.
import { parseArgs } from 'node:util'
import { type AgentFactory, dqn, factoredBandit, operatorPolicy, portfolio, ppo } from '#src/agents/index.js'
import { auto } from '#src/defaults/index.js'
import { recordedProblem } from '#src/experiments/index.js'
import {
  annealing,
  basinHopping,
  bayesian,
  cmaEs,
  differentialEvolution,
  dualAnnealing,
  evolutionStrategy,
  firefly,
  genetic,
  grid,
  hillClimbing,
  iteratedLocalSearch,
  latinHypercube,
  localSearch,
  nsga2,
  particleSwarm,
  random,
  randomForest,
  sobol,
  standardOperators,
  tabuSearch,
  tpe,
} from '#src/search/index.js'
import { kernelTuner, optuna } from './peers/asked.js'

import { filesOf, hold, labelOf } from './recorded/contest.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '20' },
    trials: { type: 'string', default: '200' },
    noise: { type: 'string', default: '0' },
    only: { type: 'string' },
    peer: { type: 'string' },
  },
})
const [seeds, trials] = [Number(options.seeds), Number(options.trials)]

const agents: Readonly<Record<string, () => AgentFactory>> = {
  random,
  auto,
  grid,
  'Latin hypercube': latinHypercube,
  Sobol: sobol,
  'NSGA-II': nsga2,
  genetic,
  'differential evolution': differentialEvolution,
  'particle swarm': particleSwarm,
  firefly,
  'evolution strategy': evolutionStrategy,
  'CMA-ES': cmaEs,
  'local search': localSearch,
  Bayesian: bayesian,
  'random forest': randomForest,
  TPE: tpe,
  'hill climbing': hillClimbing,
  'iterated local search': iteratedLocalSearch,
  'tabu search': tabuSearch,
  'basin hopping': basinHopping,
  annealing,
  'dual annealing': dualAnnealing,
  PPO: ppo,
  DQN: dqn,
  factored: factoredBandit,
  portfolio: () => portfolio([localSearch(), genetic(), hillClimbing(), random()]),
  operators: () => portfolio(standardOperators()),
  'operator policy': () => operatorPolicy(standardOperators()),
}
/** Options by which defaults were chosen; these run only where --only names them. */
const variants: typeof agents = {
  'tabu adjacent': () => tabuSearch({ neighbours: 'adjacent' }),
  'tabu any order': () => tabuSearch({ order: 'random' }),
  'forest startup 20': () => randomForest({ startup: 20 }),
  'forest trees 10': () => randomForest({ trees: 10 }),
  'forest trees 40': () => randomForest({ trees: 40 }),
  'forest features 1': () => randomForest({ features: 1 }),
  'forest leaf 3': () => randomForest({ leaf: 3 }),
  'forest random 0': () => randomForest({ randomPart: 0 }),
  'forest random 0.2': () => randomForest({ randomPart: 0.2 }),
}
const wanted = options.only?.toLowerCase().split(',')
const { peer } = options
const entering = new Map<string, () => AgentFactory>([
  ...Object.entries(agents).filter(([name]) => wanted?.includes(name.toLowerCase()) ?? true),
  ...Object.entries(variants).filter(([name]) => wanted?.includes(name.toLowerCase())),
  ...(peer === undefined
    ? []
    : ([
        ['Optuna TPE', () => optuna(peer, 'TPESampler')],
        ['Optuna NSGA-II', () => optuna(peer, 'NSGAIISampler')],
        ['KT genetic', () => kernelTuner(peer, 'genetic_algorithm')],
        ['KT annealing', () => kernelTuner(peer, 'simulated_annealing')],
        ['KT greedy ILS', () => kernelTuner(peer, 'greedy_ils')],
      ] as const)),
])
await hold(
  {
    entrants: [...entering.keys()],
    enter: name => ({ agent: (entering.get(name) as () => AgentFactory)() }),
    references: ['random'].filter(name => entering.has(name)),
    seeds,
    trials,
    noise: Number(options.noise),
    json: options.json,
  },
  filesOf(positionals).map(file => [labelOf(file), recordedProblem(file)] as const),
)
