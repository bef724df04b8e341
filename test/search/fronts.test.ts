import test from 'ava'
import type { AgentFactory } from '#src/agents/index.js'
import { median } from '#src/numeric/index.js'
import { front, hypervolume, igd, type Point } from '#src/pareto/index.js'
import { nsga2, smsEmoa } from '#src/search/index.js'
import { contextFor, loop } from '../agents/loop.js'
import { frontProblems } from '../problems/fronts.js'

// Figures of pymoo 0.6.2's NSGA-II, population 100, 25,000 evaluations, 11 seeds, reference point 1.1 in each objective: the lower
// quartile of the hypervolume of the last population, and the median of its inverted generational distance.
const pymoo = {
  zdt1: [0.8695, 0.00473],
  zdt2: [0.5361, 0.00467],
  zdt3: [1.3273, 0.00522],
  zdt4: [0.8628, 0.00632],
  zdt6: [0.494, 0.00821],
  dtlz2: [0.6969, 0.0689],
} as const

const reaches = (
  name: string,
  factory: () => AgentFactory,
  problemName: keyof typeof pymoo,
  evaluations: number,
): void => {
  test(`${name} comes as near to the front of ${problemName} as a public reference implementation`, async t => {
    const problem = frontProblems[problemName]
    const volumes: number[] = []
    const distances: number[] = []
    for (const seed of [1, 2, 3]) {
      const context = contextFor(problem.space, seed, problem.objectives)
      const { agent } = await loop(factory(), context, evaluations, config => ({
        outcome: problem.outcome(config),
      }))
      const { parents } = ((await agent.save()).json as { strategy: unknown }).strategy as {
        parents: { losses: Point }[]
      }
      t.is(parents.length, 100)
      const population = parents.map(({ losses }) => losses)
      const found = front(population).map(i => population[i] as Point)
      volumes.push(hypervolume(found, new Array<number>(problem.objectives).fill(1.1)))
      distances.push(igd(found, problem.front))
    }
    const [volume, distance] = pymoo[problemName]
    t.true(median(volumes) >= volume, `hypervolumes ${volumes}`)
    t.true(median(distances) <= distance, `distances ${distances}`)
  })
}

// The median of three seeds; `npm run bench:fronts` compares those of 11.
for (const problem of ['zdt1', 'zdt2', 'zdt3', 'zdt4', 'zdt6', 'dtlz2'] as const)
  reaches('NSGA-II', nsga2, problem, 25_000)
for (const problem of ['zdt1', 'zdt4'] as const) reaches('SMS-EMOA', smsEmoa, problem, 25_000)
// Of three objectives it is there sooner.
reaches('SMS-EMOA', smsEmoa, 'dtlz2', 10_000)
