import { isLeft } from '../../core/fp.js'
import { type Config, fault, orThrow, ParetuneError } from '../../core/index.js'
import { defineGoals } from '../../goals/index.js'
import type { Point } from '../../pareto/index.js'
import type { SyncProfileContext } from '../../profilers/profiler.js'
import type { Problem } from './problem.js'

const context: SyncProfileContext = { fidelity: 1, seed: 0, report: () => 'continue' }

/**
 * The losses of a configuration without noise, NaN where measuring fails. Throws InvalidStudy for a problem that has no `truth` and
 * cannot be asked without promises.
 */
export const trueLosses = ({ name, truth, profiler, objectives }: Problem): ((config: Config) => Point) => {
  if (truth) return truth
  if (profiler.profileSync === undefined)
    throw new ParetuneError(fault('InvalidStudy', `expected a profiler with \`profileSync\` for the truth of ${name}`))
  const { profileSync } = profiler
  const goals = orThrow(defineGoals({ objectives }))
  const failed = goals.names.map(() => Number.NaN)
  return config => {
    const profiled = profileSync(config, context)
    const outcome = isLeft(profiled) ? undefined : goals.judge(profiled.right)
    return outcome?._tag === 'Measured' ? outcome.losses : failed
  }
}
