import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import { median } from '#src/numeric/index.js'
import { differentialEvolution, evolutionStrategy, firefly, genetic, particleSwarm, random } from '#src/search/index.js'
import { testFunction } from '../../problems/functions.js'
import { evaluationsTo, gapsOf } from '../../problems/reach.js'

const seeds = Array.from({ length: 5 }, (_, seed) => seed + 1)
const problems = ['sphere 5 real', 'rosenbrock 5 real', 'sphere 20 integer', 'ackley 5 categorical']

const strategies: Readonly<Record<string, AgentFactory>> = {
  genetic: genetic(),
  'differential evolution': differentialEvolution(),
  'adaptive differential evolution': differentialEvolution({ adaptive: true }),
  'particle swarm': particleSwarm(),
  'particle swarm, global': particleSwarm({ topology: 'global' }),
  firefly: firefly(),
  'evolution strategy': evolutionStrategy(),
  '(1+1) evolution strategy': evolutionStrategy({ mu: 1, lambda: 1 }),
}

const randomGaps = new Map<string, Promise<number[]>>()

for (const [name, factory] of Object.entries(strategies)) {
  test(`${name} comes nearer to the minimum than random search on functions of all kinds`, async t => {
    for (const problem of problems) {
      const definition = testFunction(problem)
      const theirs = randomGaps.get(problem) ?? gapsOf(random(), definition, 600, seeds)
      randomGaps.set(problem, theirs)
      const ratio = median(await gapsOf(factory, definition, 600, seeds)) / median(await theirs)
      // Measured with 9 seeds: 0.36 for firefly on the 20 integers, 0.26 and less for all others, mostly below 0.05.
      t.true(ratio < 0.6, `${problem}: ${ratio}`)
    }
  })
}

test('differential evolution takes as many evaluations as that of SciPy', async t => {
  // SciPy 1.17.1, `npm run bench:convergence -- --only 'differential evolution' --functions 'sphere 5' --seeds 5 --peer PYTHON`: medians of
  // 418, 1684 and 4637 evaluations to 1, 1e-3 and 1e-9 above the minimum; ours 444, 1842 and 4566.
  const sphere = testFunction('sphere 5 real')
  const targets = [1e-3, 1e-9]
  const runs = await Promise.all(
    seeds.map(seed =>
      evaluationsTo(differentialEvolution({ population: 50, F: 0.5, CR: 0.9 }), sphere, targets, 10_000, seed),
    ),
  )
  for (const [i, expected] of [1684, 4637].entries()) {
    const ours = median(runs.map(run => run[i] ?? Number.POSITIVE_INFINITY))
    t.true(Math.abs(ours / expected - 1) < 0.2, `to ${targets[i]}: ${ours}`)
  }
})
