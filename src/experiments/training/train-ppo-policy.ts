import { type Policy, type PpoAgentOptions, ppo } from '../../agents/index.js'
import { fault, makeRng, ParetuneError, simulatedClock } from '../../core/index.js'
import { memory } from '../../storage/index.js'
import { openStudy } from '../../study/index.js'
import type { Problem } from '../problems/problem.js'
import { yardstickOf } from '../score.js'
import type { TrainingProgress } from './progress.js'

export interface TrainPpoPolicyOptions extends Omit<PpoAgentOptions, 'policy'> {
  /** Studies to train for, each of one of the problems in turn. Default: 30. */
  readonly studies?: number
  /** Trials of a study. Default: 200. */
  readonly trials?: number
  /** Of the networks, the actions and the order of the problems. Default: 0. */
  readonly seed?: number
  /** Ends the training after the study under way; what was learnt until then is kept. */
  readonly signal?: AbortSignal
  /** Called after each study; `training` is minus the mean regret of its trials, in medians of the problem. */
  readonly onProgress?: (progress: Pick<TrainingProgress, 'done' | 'training'>) => void
}

/**
 * Trains a policy for `ppo()` over problems of the same parameters, as the same kernel recorded on other devices: one study after the other, each
 * going on with what the one before has learnt.
 *
 * Throws InvalidStudy where there are no problems, InvalidExperiment where the answers of one are not known, and InvalidAgent where their parameters differ, for an option out of range or where tfjs cannot run.
 * @example
 * const policy = await trainPpoPolicy(otherDevices.map(file => recordedProblem(file)))
 * const study = await createStudy({ space, profiler, objectives, agent: ppo({ policy }), budget: { trials: 50 } })
 */
export const trainPpoPolicy = async (
  problems: readonly Problem[],
  options: TrainPpoPolicyOptions = {},
): Promise<Policy> => {
  const { studies = 30, trials = 200, seed = 0, signal, onProgress, ...rest } = options
  if (problems.length === 0)
    throw new ParetuneError(fault('InvalidStudy', 'trainPpoPolicy: expected a problem or more, got none'))
  if (!(Number.isInteger(studies) && studies >= 1))
    throw new ParetuneError(
      fault('InvalidStudy', `trainPpoPolicy: expected studies to be whole and >= 1, got ${studies}`),
    )
  const rng = makeRng(`${seed}/ppo policy`)
  let policy: Policy | undefined
  let order: readonly Problem[] = []
  // One study at least, also where the signal comes first: there is nothing to keep before.
  for (let n = 0; n === 0 || (n < studies && !signal?.aborted); n++) {
    if (order.length === 0) order = rng.shuffle(problems)
    const [problem, ...others] = order as readonly [Problem, ...Problem[]]
    order = others
    const study = await openStudy({
      space: problem.space,
      profiler: problem.profiler,
      objectives: problem.objectives,
      agent: ppo({ ...FOR_TRAINING, ...rest, ...(policy && { policy }) }),
      budget: { trials },
      store: memory(),
      clock: simulatedClock(),
      seed: rng.integer(0, 2 ** 31 - 1),
    })
    const { trials: told } = await study.run({ handleSignals: false })
    policy = study.policy()
    await study.close()
    const { optimum, median } = yardstickOf(problem, 1)
    const regrets = told.flatMap(({ outcome }) =>
      outcome._tag === 'Measured' ? [((outcome.losses[0] as number) - optimum) / median] : [],
    )
    const training = -regrets.reduce((sum, regret) => sum + regret / regrets.length, 0)
    onProgress?.({ done: (n + 1) / studies, training })
  }
  return {
    ...(policy as Policy),
    trained: { problems: problems.map(({ name }) => name), studies, trials, seed },
  }
}

/** Entropy is kept, so that the policy knows more than one good configuration in the end. */
const FOR_TRAINING: PpoAgentOptions = { learningRate: 1e-3, entropy: 0.03 }
