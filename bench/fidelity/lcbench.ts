import { isLeft } from '#src/core/fp.js'
import type { Config } from '#src/core/index.js'
import { surrogateProblem } from '#src/experiments/index.js'
import type { FidelityProblem } from '../../test/problems/learning-curves.js'
import { contextOf } from '../../test/profilers/context.js'

/** By their OpenML number: those of YAHPO Gym's suite for several objectives. */
const tasks = ['167152', '167185', '189873']

/**
 * Trainings of networks on tabular data, as YAHPO Gym's surrogate of LCBench predicts them: the error on the validation data in percent after some
 * of 52 epochs. The least error is not known: 0 stands for it.
 * @see Zimmer, Lindauer & Hutter 2021, "Auto-PyTorch tabular", for the data
 */
export const lcbench = async (folder: string): Promise<Readonly<Record<string, FidelityProblem>>> => {
  const problemOf = async (task: string): Promise<FidelityProblem> => {
    const { space, profiler } = await surrogateProblem({
      folder,
      scenario: 'lcbench',
      instance: task,
      targets: 'val_accuracy',
    })
    const loss = async (config: object, part: number): Promise<number> => {
      const profile = await profiler.profile(config as Config, contextOf({ fidelity: part }))()
      if (isLeft(profile)) throw new Error(profile.left.message)
      return 100 - (profile.right.metrics.val_accuracy as number)
    }
    return { space, loss, last: config => loss(config, 1), optimum: 0 }
  }
  const problems: Record<string, FidelityProblem> = {}
  for (const task of tasks) problems[`LCBench ${task}`] = await problemOf(task)
  return problems
}
