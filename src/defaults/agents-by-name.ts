import type { AgentFactory } from '../agents/agent.js'
import {
  discountedUcb,
  dqn,
  epsilonGreedy,
  exp3,
  factoredBandit,
  klUcb,
  linearThompson,
  linUcb,
  lucb,
  type Member,
  operatorPolicy,
  parsePolicy,
  portfolio,
  ppo,
  reinforce,
  sequentialHalving,
  slidingWindowUcb,
  thompson,
  ucb1,
  ucbV,
} from '../agents/index.js'
import { fault, ParetuneError } from '../core/index.js'
import type { AgentRegistry, RegisteredAgent, RegisteredContext } from '../experiments/index.js'
import {
  annealing,
  asha,
  basinHopping,
  bayesian,
  bohb,
  cmaEs,
  differentialEvolution,
  dualAnnealing,
  evolutionStrategy,
  firefly,
  genetic,
  grid,
  hillClimbing,
  hyperband,
  iteratedLocalSearch,
  latinHypercube,
  localSearch,
  moead,
  nelderMead,
  nsga2,
  nsga3,
  particleSwarm,
  random,
  randomForest,
  smsEmoa,
  sobol,
  standardOperators,
  successiveHalving,
  tabuSearch,
  tpe,
} from '../search/index.js'
import { suggestion } from '../space/index.js'
import { auto } from './auto.js'
import { operatorsByName } from './operators.js'

/** The data form of an option; `code` stands for functions and what is made of them. The compiler says which one is missing, or another. */
type Form<T> = 'code' | (true extends T ? 'flag' : 'data')
type Forms<O> = { readonly [K in keyof O]-?: Form<O[K]> }

const named = <O extends object>(make: (options?: O) => AgentFactory, forms: Forms<O>): RegisteredAgent => ({
  options: dataOf(forms),
  make: (options, context) => make(withPolicy(options, context) as O),
})

const withMembers = <O extends object>(
  make: (members: readonly Member[], options?: O) => AgentFactory,
  forms: Forms<O>,
): RegisteredAgent => ({
  options: dataOf(forms),
  hasMembers: true,
  make: (options, context) =>
    make(
      context.members.length === 0
        ? standardOperators()
        : context.members.map(member => (typeof member === 'string' ? operatorNamed(member) : member)),
      withPolicy(options, context) as O,
    ),
})

const dataOf = (
  forms: Readonly<Record<string, RegisteredAgent['options'][string] | 'code'>>,
): RegisteredAgent['options'] =>
  Object.fromEntries(Object.entries(forms).flatMap(([key, form]) => (form === 'code' ? [] : [[key, form]])))

/** A policy is named by its file. */
const withPolicy = (options: Readonly<Record<string, unknown>>, { read }: RegisteredContext): object =>
  typeof options.policy === 'string' ? { ...options, policy: parsePolicy(read(options.policy)) } : options

const operatorNamed = (name: string): Member => {
  const make = operatorsByName[name]
  if (make) return make()
  const names = Object.keys(operatorsByName)
  const message = `expected an agent or one of the operators ${names.join(', ')}, got \`${name}\`${suggestion(name, names)}`
  throw new ParetuneError(fault('InvalidExperiment', message))
}

const bandit = { maxArms: 'data' } as const
const fidelities = { minFidelity: 'data', eta: 'data' } as const
const neighbourhood = { neighbours: 'data', order: 'data', precision: 'data' } as const
const descent = { ...neighbourhood, move: 'data' } as const
const network = { hidden: 'data', learningRate: 'data', entropy: 'data', backend: 'data' } as const
const gradient = {
  ...network,
  gamma: 'data',
  gaeLambda: 'data',
  clip: 'data',
  clipValue: 'flag',
  epochs: 'data',
  batchSize: 'data',
  valueWeight: 'data',
  maxGradientNorm: 'data',
  normaliseAdvantages: 'flag',
  targetKl: 'data',
  rolloutTrials: 'data',
  policy: 'data',
} as const
const variation = { population: 'data', crossover: 'data', mutation: 'data' } as const

/** Every agent, by the name of its factory: what specs of experiments name. */
export const agentsByName: AgentRegistry = {
  auto: named(auto, { noisy: 'flag' }),
  random: named(random, { repeat: 'flag' }),
  grid: named(grid, { resolution: 'data' }),
  latinHypercube: named(latinHypercube, { points: 'data' }),
  sobol: named(sobol, { scramble: 'flag' }),

  localSearch: named(localSearch, { start: 'data', patience: 'data', neighbours: 'data' }),
  hillClimbing: named(hillClimbing, { ...descent, start: 'data' }),
  iteratedLocalSearch: named(iteratedLocalSearch, {
    ...descent,
    start: 'data',
    strength: 'data',
    spread: 'data',
    acceptance: 'data',
    temperature: 'data',
    patience: 'data',
  }),
  tabuSearch: named(tabuSearch, {
    ...neighbourhood,
    start: 'data',
    tenure: 'data',
    sample: 'data',
    steps: 'data',
    strength: 'data',
    spread: 'data',
    patience: 'data',
  }),
  basinHopping: named(basinHopping, {
    ...descent,
    start: 'data',
    step: 'data',
    temperature: 'data',
    target: 'data',
    patience: 'data',
  }),
  annealing: named(annealing, { cooling: 'data', length: 'data', start: 'data', step: 'data', temperature: 'data' }),
  dualAnnealing: named(dualAnnealing, {
    ...descent,
    start: 'data',
    temperature: 'data',
    restart: 'data',
    visit: 'data',
    accept: 'data',
    localSearch: 'flag',
  }),
  nelderMead: named(nelderMead, { start: 'data', size: 'data', precision: 'data', coefficients: 'data' }),

  genetic: named(genetic, {
    population: 'data',
    crossover: 'data',
    crossoverChance: 'data',
    mutationChance: 'data',
    nearChance: 'data',
    tournament: 'data',
    elites: 'data',
  }),
  differentialEvolution: named(differentialEvolution, {
    population: 'data',
    mutation: 'data',
    F: 'data',
    CR: 'data',
    jitter: 'flag',
    adaptive: 'flag',
  }),
  evolutionStrategy: named(evolutionStrategy, {
    mu: 'data',
    lambda: 'data',
    rho: 'data',
    selection: 'data',
    recombination: 'data',
    sigma0: 'data',
  }),
  particleSwarm: named(particleSwarm, { population: 'data', topology: 'data' }),
  firefly: named(firefly, { population: 'data', alpha: 'data', beta0: 'data', gamma: 'data', length: 'data' }),
  cmaEs: named(cmaEs, {
    population: 'data',
    sigma0: 'data',
    start: 'data',
    restarts: 'data',
    diagonal: 'flag',
    margin: 'data',
  }),

  tpe: named(tpe, {
    startup: 'data',
    gamma: 'code',
    candidates: 'data',
    multivariate: 'flag',
    weights: 'data',
    prior: 'data',
  }),
  bayesian: named(bayesian, {
    acquisition: 'data',
    xi: 'data',
    kappa: 'data',
    several: 'data',
    startup: 'data',
    warping: 'data',
    capacity: 'data',
  }),
  randomForest: named(randomForest, {
    startup: 'data',
    trees: 'data',
    features: 'data',
    leaf: 'data',
    randomPart: 'data',
  }),

  nsga2: named(nsga2, variation),
  nsga3: named(nsga3, { ...variation, directions: 'data' }),
  moead: named(moead, {
    weights: 'data',
    method: 'data',
    theta: 'data',
    neighbours: 'data',
    delta: 'data',
    replacements: 'data',
    crossover: 'data',
    mutation: 'data',
  }),
  smsEmoa: named(smsEmoa, variation),

  successiveHalving: named(successiveHalving, { ...fidelities, configurations: 'data' }),
  asha: named(asha, fidelities),
  hyperband: named(hyperband, fidelities),
  bohb: named(bohb, { ...fidelities, randomFraction: 'data', candidates: 'data', goodPart: 'data', prior: 'data' }),

  ppo: named(ppo, { ...gradient, explore: 'data' }),
  reinforce: named(reinforce, {
    ...network,
    episodesPerUpdate: 'data',
    baseline: 'flag',
    normalise: 'flag',
    policy: 'data',
    explore: 'data',
  }),
  dqn: named(dqn, {
    hidden: 'data',
    learningRate: 'data',
    gamma: 'data',
    nSteps: 'data',
    epsilon: 'data',
    explorationPart: 'data',
    capacity: 'data',
    learningStarts: 'data',
    trainEvery: 'data',
    batchSize: 'data',
    targetEvery: 'data',
    alpha: 'data',
    beta: 'data',
    maxGradientNorm: 'data',
    backend: 'data',
  }),

  epsilonGreedy: named(epsilonGreedy, { ...bandit, epsilon: 'data' }),
  ucb1: named(ucb1, { ...bandit, exploration: 'data' }),
  ucbV: named(ucbV, { ...bandit, zeta: 'data' }),
  klUcb: named(klUcb, bandit),
  thompson: named(thompson, { ...bandit, prior: 'data' }),
  exp3: named(exp3, { ...bandit, gamma: 'data' }),
  slidingWindowUcb: named(slidingWindowUcb, { ...bandit, window: 'data', exploration: 'data' }),
  discountedUcb: named(discountedUcb, { ...bandit, discount: 'data', exploration: 'data' }),
  linUcb: named(linUcb, { ...bandit, features: 'code', alpha: 'data' }),
  linearThompson: named(linearThompson, { ...bandit, features: 'code', v: 'data' }),
  sequentialHalving: named(sequentialHalving, { ...bandit, pulls: 'data' }),
  lucb: named(lucb, { ...bandit, delta: 'data', epsilon: 'data', range: 'data' }),
  factoredBandit: named(factoredBandit, { policy: 'code', start: 'data', credit: 'data', parts: 'data' }),

  portfolio: withMembers(portfolio, { policy: 'code', credit: 'data' }),
  operatorPolicy: withMembers(operatorPolicy, { ...gradient, learn: 'flag' }),
}
