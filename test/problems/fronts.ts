import { isLeft } from '#src/core/fp.js'
import { type Config, type Outcome, orThrow } from '#src/core/index.js'
import { type SyntheticSpec, syntheticProblem } from '#src/experiments/index.js'
import { defineGoals } from '#src/goals/index.js'
import type { Point } from '#src/pareto/index.js'
import type { Space } from '#src/space/index.js'
import { failed } from '../agents/loop.js'

/** A synthetic problem with several objectives, as tests and benches ask it. */
export interface FrontProblem {
  readonly space: Space
  readonly objectives: number
  /** Points spread over the Pareto front. */
  readonly front: readonly Point[]
  outcome(config: Config): Outcome
}

export const frontProblem = (spec: SyntheticSpec): FrontProblem => {
  const { space, profiler, objectives, constraints = {}, front = [] } = syntheticProblem(spec)
  const goals = orThrow(defineGoals({ objectives, constraints }))
  return {
    space,
    objectives: goals.names.length,
    front,
    outcome: config => {
      const profiled = profiler.profileSync?.(config, { fidelity: 1, seed: 0, report: () => 'continue' })
      return profiled === undefined || isLeft(profiled) ? failed : goals.judge(profiled.right)
    },
  }
}

/** With points as many as pymoo 0.6.2's `pareto_front()` has. 25,000 evaluations with a population of 100 is what they are usually given. */
export const frontProblems = {
  zdt1: frontProblem({ synthetic: 'zdt1' }),
  zdt2: frontProblem({ synthetic: 'zdt2' }),
  zdt3: frontProblem({ synthetic: 'zdt3' }),
  zdt4: frontProblem({ synthetic: 'zdt4' }),
  zdt6: frontProblem({ synthetic: 'zdt6' }),
  dtlz2: frontProblem({ synthetic: 'dtlz2', points: 136 }),
} as const satisfies Readonly<Record<string, FrontProblem>>
