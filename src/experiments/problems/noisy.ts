import { isLeft, right } from '../../core/fp.js'
import { fault, type MetricValue, makeRng, ParetuneError, statisticOf } from '../../core/index.js'
import type { Profiler } from '../../profilers/profiler.js'
import { trueLosses } from './losses.js'
import type { Problem } from './problem.js'

export interface NoiseOptions {
  /** Multiplicative: standard deviation of the logarithm, so that 0.1 is about 10%. Additive: standard deviation of what is added. */
  readonly sigma: number
  /** Default: multiplicative. */
  readonly model?: 'multiplicative' | 'additive'
  /** Beside the seed of the trial. Default: 0. */
  readonly seed?: number
}

/**
 * A problem whose objectives are measured with noise: times a log-normal number of mean 1, or plus a normal one of mean 0. So the mean
 * of many measurements is that without noise, which `truth` tells. Constraints are measured without. The noise of a trial follows from
 * the seed of the study and the trial's number alone.
 *
 * Throws InvalidStudy where an objective is a function of the profile, or the problem cannot be asked without promises.
 */
export const noisy = <P extends Problem>(problem: P, options: NoiseOptions): P & Required<Pick<Problem, 'truth'>> => {
  const { sigma, model = 'multiplicative', seed = 0 } = options
  const truth = trueLosses(problem)
  const objectives = Object.values(problem.objectives)
  const computed = objectives.find(({ compute }) => compute !== undefined)
  if (computed)
    throw new ParetuneError(
      fault('InvalidStudy', `noisy: expected objectives that are metrics, got ${computed.metric}`),
    )
  const { profiler } = problem
  const ask = profiler.profileSync as NonNullable<Profiler['profileSync']>

  const profileSync: typeof ask = (config, context) => {
    const profiled = ask(config, context)
    if (isLeft(profiled)) return profiled
    const rng = makeRng(`noise/${seed}/${context.seed}`)
    const metrics: Record<string, MetricValue> = { ...profiled.right.metrics }
    for (const { metric, statistic } of objectives) {
      const value = statisticOf(metrics[metric] as MetricValue, statistic)
      const drawn = rng.normal(0, sigma)
      metrics[metric] = model === 'additive' ? value + drawn : value * Math.exp(drawn - sigma ** 2 / 2)
    }
    return right({ ...profiled.right, metrics })
  }
  return {
    ...problem,
    name: `${problem.name} noise=${sigma}`,
    profiler: { ...profiler, profileSync, profile: (config, context) => async () => profileSync(config, context) },
    truth,
  }
}
