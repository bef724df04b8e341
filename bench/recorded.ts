// How soon agents find fast configurations in recorded spaces, against random search: see bench/recorded/contest.ts.
//   npm run bench:recorded -- [--json] [--seeds 20] [--trials 200] [--only ppo,random] FILE...
// Files are Kernel Tuner caches or T4 results, plain or gzip; without any, all of ../shared/recorded.
import { parseArgs } from 'node:util'
import { type AgentFactory, dqn, factoredBandit, operatorPolicy, portfolio, ppo } from '#src/agents/index.js'
import { recordedProblem } from '#src/experiments/index.js'
import {
  basinHopping,
  dualAnnealing,
  genetic,
  hillClimbing,
  iteratedLocalSearch,
  localSearch,
  nsga2,
  random,
  standardOperators,
  tabuSearch,
} from '#src/search/index.js'
import { filesOf, hold, labelOf } from './recorded/contest.js'

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'boolean', default: false },
    seeds: { type: 'string', default: '20' },
    trials: { type: 'string', default: '200' },
    only: { type: 'string' },
  },
})
const [seeds, trials] = [Number(options.seeds), Number(options.trials)]

const agents: Readonly<Record<string, () => AgentFactory>> = {
  random,
  'NSGA-II': nsga2,
  genetic,
  'local search': localSearch,
  'hill climbing': hillClimbing,
  'iterated local search': iteratedLocalSearch,
  'tabu search': tabuSearch,
  'tabu adjacent': () => tabuSearch({ neighbours: 'adjacent' }),
  'tabu any order': () => tabuSearch({ order: 'random' }),
  'basin hopping': basinHopping,
  'dual annealing': dualAnnealing,
  PPO: ppo,
  DQN: dqn,
  factored: factoredBandit,
  portfolio: () => portfolio([localSearch(), genetic(), hillClimbing(), random()]),
  operators: () => portfolio(standardOperators()),
  'operator policy': () => operatorPolicy(standardOperators()),
}
const wanted = options.only?.toLowerCase().split(',')
const entrants = Object.keys(agents).filter(name => wanted === undefined || wanted.includes(name.toLowerCase()))
await hold(
  {
    entrants,
    enter: name => ({ agent: (agents[name] as () => AgentFactory)() }),
    references: ['random'],
    seeds,
    trials,
    json: options.json,
  },
  filesOf(positionals).map(file => [labelOf(file), recordedProblem(file, trials)] as const),
)
