import type { AgentFactory } from '#src/agents/index.js'
import type { Config } from '#src/core/index.js'
import { igd, type Point } from '#src/pareto/index.js'
import { contextFor, loop } from '../agents/loop.js'
import { type FrontProblem, frontProblem } from './fronts.js'

/** A problem, and how long it is usually given. */
export interface DirectedProblem extends FrontProblem {
  readonly evaluations: number
}

/** For three objectives the evaluations of Deb & Jain 2014, and the points are those that the 91 reference directions aim at. */
export const directedProblems = {
  bnh: { ...frontProblem({ synthetic: 'bnh', points: 200 }), evaluations: 5_000 },
  tnk: { ...frontProblem({ synthetic: 'tnk', points: 1000 }), evaluations: 10_000 },
  osy: { ...frontProblem({ synthetic: 'osy', points: 200 }), evaluations: 20_000 },
  dtlz1: { ...frontProblem({ synthetic: 'dtlz1', points: 91 }), evaluations: 36_800 },
  dtlz2: { ...frontProblem({ synthetic: 'dtlz2', points: 91 }), evaluations: 23_000 },
  // Short, as tuning is: what `auto` goes by.
  dtlz2of5: { ...frontProblem({ synthetic: 'dtlz2', objectives: 5, points: 100 }), evaluations: 5_000 },
  c1dtlz1: { ...frontProblem({ synthetic: 'c1dtlz1', points: 91 }), evaluations: 46_000 },
} as const satisfies Readonly<Record<string, DirectedProblem>>

/** The distance (IGD) from the front to the feasible individuals of the last population. */
export const distanceOf = async (
  factory: AgentFactory,
  { space, objectives, outcome, front, evaluations }: DirectedProblem,
  seed: number,
): Promise<number> => {
  const evaluate = (config: Config) => ({ outcome: outcome(config) })
  const { agent } = await loop(factory, contextFor(space, seed, objectives), evaluations, evaluate)
  const { parents, individuals } = ((await agent.save()).json as unknown as SavedPopulation).strategy
  const population = (parents ?? individuals ?? []).flatMap(individual => individual ?? [])
  const feasible = population.flatMap(({ losses, violation }) => (losses && violation === 0 ? [losses] : []))
  return igd(feasible, front)
}

/** Where strategies keep their populations: NSGA-II and NSGA-III, and MOEA/D. */
interface SavedPopulation {
  readonly strategy: Readonly<Partial<Record<'parents' | 'individuals', readonly (Member | null)[]>>>
}
interface Member {
  readonly losses: Point | null
  readonly violation: number
}
