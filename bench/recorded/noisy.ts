import { isLeft, right } from '#src/core/fp.js'
import { statisticOf } from '#src/core/index.js'
import type { Problem } from '#src/experiments/index.js'
import { makeRng } from '#src/index.js'
import { TRUE_TIME } from '../../test/problems/recorded.js'

/**
 * A problem whose times are measured with log-normal noise.
 *
 * @param sigma standard deviation of the logarithm: 0.1 is about 10%.
 */
export const noisy = (problem: Problem, sigma: number, seed: number): Problem => {
  const { metric, statistic } = problem.objectives.time as Problem['objectives'][string]
  const { profileSync, ...profiler } = problem.profiler as Required<Problem['profiler']>
  const rng = makeRng(`noise/${seed}`)
  return {
    ...problem,
    profiler: {
      ...profiler,
      profileSync: (config, context) => {
        const profiled = profileSync(config, context)
        if (isLeft(profiled)) return profiled
        const { metrics } = profiled.right
        const time = statisticOf(metrics[metric] as number, statistic)
        const measured = time * Math.exp(rng.normal(0, sigma))
        return right({ ...profiled.right, metrics: { ...metrics, [metric]: measured, [TRUE_TIME]: time } })
      },
    },
  }
}
