import test from 'ava'
import {
  type AgentFactory,
  discountedUcb,
  dqn,
  epsilonGreedy,
  exp3,
  factoredBandit,
  klUcb,
  linearThompson,
  linUcb,
  lucb,
  normalisedObservations,
  operatorPolicy,
  portfolio,
  ppo,
  reinforce,
  rules,
  sequentialHalving,
  slidingWindowUcb,
  thompson,
  ucb1,
  ucbV,
} from '#src/agents/index.js'
import {
  annealing,
  basinHopping,
  cmaEs,
  dualAnnealing,
  genetic,
  grid,
  hillClimbing,
  iteratedLocalSearch,
  latinHypercube,
  localSearch,
  nelderMead,
  nsga2,
  random,
  sobol,
  standardOperators,
  tabuSearch,
  tpe,
} from '#src/search/index.js'
import { type CheckAgentOptions, checkAgent } from '#src/testing/index.js'
import { rulesForAnySpace } from './rules/playing.js'

// Every agent joins by one line.
const agents: Readonly<Record<string, readonly [AgentFactory, CheckAgentOptions?]>> = {
  'random search': [random()],
  'random search with replacement': [random({ repeat: true })],
  'grid search': [grid({ resolution: 3 }), { seedless: true }],
  'Latin hypercube': [latinHypercube({ points: 12 })],
  'Sobol sequence': [sobol()],
  'local search': [localSearch({ start: 5, patience: 4 }), { singleObjective: true }],
  'annealing, adaptive': [annealing({ start: 4 }), { singleObjective: true }],
  'annealing, geometric': [annealing({ cooling: 'geometric', start: 4, length: 10 }), { singleObjective: true }],
  'hill climbing, first': [hillClimbing({ start: 3 }), { singleObjective: true }],
  'hill climbing, steepest': [
    hillClimbing({ start: 3, move: 'steepest', neighbours: 'hamming' }),
    { singleObjective: true },
  ],
  'iterated local search': [iteratedLocalSearch({ start: 3, patience: 3 }), { singleObjective: true }],
  'basin hopping': [basinHopping({ start: 3, patience: 3 }), { singleObjective: true }],
  'tabu search': [tabuSearch({ start: 3, patience: 8 }), { singleObjective: true }],
  'Nelder-Mead': [nelderMead(), { singleObjective: true, realSpace: true, seedless: true }],
  'dual annealing': [dualAnnealing({ start: 4 }), { singleObjective: true }],
  'genetic algorithm': [genetic({ population: 6 }), { singleObjective: true }],
  'NSGA-II': [nsga2({ population: 6 })],
  'CMA-ES': [cmaEs({ population: 6 }), { singleObjective: true }],
  TPE: [tpe({ startup: 5 })],
  DQN: [dqn({ hidden: [8], learningStarts: 8, batchSize: 8, nSteps: 2 })],
  PPO: [ppo({ rolloutTrials: 8, epochs: 2, hidden: [8] })],
  REINFORCE: [reinforce({ episodesPerUpdate: 8, hidden: [8] })],
  UCB1: [ucb1(), { finiteSpace: true, seedless: true }],
  'UCB-V': [ucbV(), { finiteSpace: true, seedless: true }],
  'KL-UCB': [klUcb(), { finiteSpace: true, seedless: true }],
  'Thompson sampling': [thompson(), { finiteSpace: true }],
  'Thompson sampling, beta': [thompson({ prior: 'beta' }), { finiteSpace: true }],
  EXP3: [exp3({ gamma: 0.3 }), { finiteSpace: true }],
  'sliding-window UCB': [slidingWindowUcb({ window: 30 }), { finiteSpace: true, seedless: true }],
  'discounted UCB': [discountedUcb(), { finiteSpace: true, seedless: true }],
  LinUCB: [linUcb(), { finiteSpace: true, seedless: true }],
  'linear Thompson sampling': [linearThompson(), { finiteSpace: true }],
  'sequential halving': [sequentialHalving({ pulls: 200 }), { finiteSpace: true, seedless: true }],
  LUCB: [lucb(), { finiteSpace: true, seedless: true }],
  'portfolio of agents': [
    portfolio([localSearch({ start: 5 }), genetic({ population: 6 })]),
    { singleObjective: true },
  ],
  'portfolio of operators and agents': [
    portfolio([...standardOperators(), tpe({ startup: 5 })], { policy: thompson(), credit: 'rank' }),
  ],
  'operator policy': [
    operatorPolicy([...standardOperators(), localSearch({ start: 5 })], { rolloutTrials: 8, epochs: 2, hidden: [8] }),
    { singleObjective: true },
  ],
  'PPO on normalised observations': [normalisedObservations(ppo({ rolloutTrials: 8, epochs: 2, hidden: [8] }))],
  'factored bandit': [factoredBandit({ start: 5 })],
  'factored bandit of UCB1': [factoredBandit({ start: 5, policy: ucb1(), credit: 'reward', parts: 4 })],
  rules: [rules(rulesForAnySpace)],
  'rules as opening moves': [rules(rulesForAnySpace, { next: tpe({ startup: 5 }) })],
  'epsilon-greedy': [epsilonGreedy({ epsilon: 0.5 }), { finiteSpace: true }],
}

for (const [name, [factory, options]] of Object.entries(agents)) {
  test(`${name} keeps the contract of an agent`, async t => {
    t.deepEqual(await checkAgent(factory, options), [])
  })
}
