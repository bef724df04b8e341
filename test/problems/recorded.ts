import { existsSync } from 'node:fs'
import type { AgentFactory } from '#src/agents/index.js'
import { areaScore, bestSoFar, recordedProblem } from '#src/experiments/index.js'
import { createStudy, simulatedClock } from '#src/index.js'

const folder = '../shared/recorded'

/** Whether the recorded spaces lie beside the repository. */
export const hasRecorded = existsSync(folder)

/** The score of 200 trials on a recorded space: see src/experiments/score.ts. 0 is random search, 1 the optimum at once. */
export const scoreOn = async (file: string, agent: AgentFactory, seeds: readonly number[]): Promise<number> => {
  const trials = 200
  const { space, profiler, objectives, yardstick } = recordedProblem(`${folder}/${file}.json.gz`, trials)
  const runs: Float64Array[] = []
  for (const seed of seeds) {
    const clock = simulatedClock()
    const study = await createStudy({ space, profiler, objectives, agent, budget: { trials }, clock, seed })
    const { trials: told } = await study.run()
    await study.close()
    const times = told.map(({ outcome }) => (outcome._tag === 'Measured' ? Number(outcome.objectives.time) : undefined))
    runs.push(bestSoFar(times, yardstick))
  }
  return areaScore(runs, yardstick)
}
