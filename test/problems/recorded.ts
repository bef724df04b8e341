import { existsSync } from 'node:fs'
import type { AgentFactory } from '#src/agents/index.js'
import type { ObservationPart } from '#src/env/index.js'
import { areaScore, bestSoFar, type Problem, recordedProblem, yardstickOf } from '#src/experiments/index.js'
import { createStudy, simulatedClock } from '#src/index.js'

const folder = '../shared/recorded'

/** Whether the recorded spaces lie beside the repository. */
export const hasRecorded = existsSync(folder)

/** What plays, and what it sees where that is not the default. */
export interface Entrant {
  readonly agent: AgentFactory
  readonly observe?: readonly ObservationPart[]
}

/** The best time after 1, 2, ... of so many trials: see src/experiments/score.ts. */
export const bestOn = async (
  problem: Problem,
  entrant: Entrant,
  trials: number,
  seed: number,
): Promise<Float64Array> => {
  const { space, profiler, objectives, truth } = problem
  const clock = simulatedClock()
  const study = await createStudy({ space, profiler, objectives, ...entrant, budget: { trials }, clock, seed })
  const { trials: told } = await study.run()
  await study.close()
  const times = told.map(({ outcome }) => (outcome._tag === 'Measured' ? outcome.losses[0] : undefined))
  return bestSoFar(times, yardstickOf(problem, trials), truth ? told.map(({ config }) => truth(config)[0]) : times)
}

/** The score of 200 trials on a recorded space. 0 is random search, 1 the optimum at once. */
export const scoreOn = async (file: string, agent: AgentFactory, seeds: readonly number[]): Promise<number> => {
  const problem = recordedProblem(`${folder}/${file}.json.gz`)
  const runs: Float64Array[] = []
  for (const seed of seeds) runs.push(await bestOn(problem, { agent }, 200, seed))
  return areaScore(runs, yardstickOf(problem, 200))
}
