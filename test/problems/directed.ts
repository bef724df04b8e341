import type { AgentFactory } from '#src/agents/index.js'
import { igd, type Point, referenceDirections } from '#src/pareto/index.js'
import { defineSpace, real } from '#src/space/index.js'
import { contextFor, loop, measured } from '../agents/loop.js'
import { bnh, type ConstrainedProblem, c1dtlz1, osy, tnk, variablesOf } from './constrained.js'
import { dtlz2 } from './dtlz.js'
import { dtlz1, dtlz1Front } from './dtlz1.js'

/** A problem, and how long it is usually given. */
export interface DirectedProblem extends ConstrainedProblem {
  readonly evaluations: number
}

const cube = (variables: number) =>
  defineSpace(Object.fromEntries(Array.from({ length: variables }, (_, i) => [`x${i + 1}`, real(0, 1)])))

/** DTLZ2, whose front is met at `points` reference directions. */
export const dtlz2Of = (objectives: number, variables: number, points: number): ConstrainedProblem => ({
  space: cube(variables),
  objectives,
  losses: dtlz2(objectives),
  constraints: () => [],
  front: referenceDirections(objectives, points).map(direction =>
    direction.map(part => part / Math.hypot(...direction)),
  ),
})

/** For three objectives the evaluations of Deb & Jain 2014, and the points are those that the 91 reference directions aim at. */
export const directedProblems = {
  bnh: { ...bnh, evaluations: 5_000 },
  tnk: { ...tnk, evaluations: 10_000 },
  osy: { ...osy, evaluations: 20_000 },
  dtlz1: {
    space: cube(7),
    objectives: 3,
    losses: dtlz1(3),
    constraints: () => [],
    front: dtlz1Front(3, 91),
    evaluations: 36_800,
  },
  dtlz2: { ...dtlz2Of(3, 12, 91), evaluations: 23_000 },
  // Short, as tuning is: what `auto` goes by.
  dtlz2of5: { ...dtlz2Of(5, 14, 100), evaluations: 5_000 },
  c1dtlz1: { ...c1dtlz1(3), evaluations: 46_000 },
} as const satisfies Readonly<Record<string, DirectedProblem>>

/** The distance (IGD) from the front to the feasible individuals of the last population. */
export const distanceOf = async (
  factory: AgentFactory,
  { space, objectives, losses, constraints, front, evaluations }: DirectedProblem,
  seed: number,
): Promise<number> => {
  const { agent } = await loop(factory, contextFor(space, seed, objectives), evaluations, config => {
    const x = variablesOf(config)
    const violation = constraints(x).reduce((sum, excess) => sum + Math.max(0, excess), 0)
    return { outcome: measured(losses(x), violation) }
  })
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
