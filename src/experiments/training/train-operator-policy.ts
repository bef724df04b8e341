import {
  makePolicy,
  type Operator,
  operatorEnv,
  operatorPolicyShape,
  type Policy,
  type PpoLearner,
  type PpoOptions,
  type TrainingProblem,
  trainPpo,
} from '../../agents/index.js'
import { fault, ParetuneError, simulatedClock } from '../../core/index.js'
import { createTuningEnv, type VectorEnv, vectorEnv } from '../../env/index.js'
import type { Problem } from '../problems/problem.js'
import { type Yardstick, yardstickOf } from '../score.js'
import type { TrainingProgress } from './progress.js'

export interface TrainOperatorPolicyOptions extends PpoOptions {
  /** Trials to train for, over all problems. Default: 300,000. */
  readonly steps?: number
  /** Trials of a study. Default: 200. */
  readonly trials?: number
  /** Problems that the policy is not trained on; it is kept as it was when it did best on them. Default: none, and it is kept as it is in the end. */
  readonly validation?: readonly Problem[]
  /** Of the networks, the actions and the studies. Default: 0. */
  readonly seed?: number
  /** Ends the training after the update under way; what was learnt until then is kept. */
  readonly signal?: AbortSignal
  /** Called after each update. */
  readonly onProgress?: (progress: TrainingProgress) => void
}

/**
 * A linear policy: trained on a few kernels it carries over to others, where one with hidden layers learns the kernels. Rollouts are whole
 * studies, since gains come late.
 */
const FOR_OPERATORS: PpoOptions = {
  hidden: [],
  learningRate: { from: 3e-3, to: 0 },
  gamma: 0.98,
  gaeLambda: 0.95,
  epochs: 5,
  batchSize: 200,
  entropy: 0.02,
}

/** Studies side by side. */
const ENVS = 8
/** Studies of validation after an update, over all problems. */
const VALIDATION_STUDIES = 16

/**
 * Trains a policy for `operatorPolicy` in simulation, over problems whose answers are known: PPO over studies of problems drawn at random. Rewards are the gains in the area under
 * the curve of the best, each problem counting alike.
 *
 * Throws InvalidStudy where there are no problems, InvalidExperiment where the answers of one are not known, and InvalidAgent for an option out of range or where tfjs cannot run.
 * @example
 * const problems = files.map(file => recordedProblem(file))
 * const policy = await trainOperatorPolicy(standardOperators(), problems, { steps: 300_000 })
 * await writeFile('policy.json', JSON.stringify(policy))
 */
export const trainOperatorPolicy = async (
  operators: readonly Operator[],
  problems: readonly Problem[],
  options: TrainOperatorPolicyOptions = {},
): Promise<Policy> => {
  const { steps = 300_000, trials = 200, validation = [], seed = 0, signal, onProgress, ...ppo } = options
  if (problems.length === 0)
    throw new ParetuneError(fault('InvalidStudy', 'trainOperatorPolicy: expected a problem or more, got none'))
  const settings = { ...FOR_OPERATORS, ...ppo }
  const environment = (list: readonly Problem[]) =>
    operatorEnv(
      list.map(problem => trainingProblem(problem, trials)),
      operators,
    )
  const envs = vectorEnv(Array.from({ length: ENVS }, () => environment(problems)))
  const validationEnvs =
    validation.length === 0
      ? undefined
      : vectorEnv(
          Array.from({ length: VALIDATION_STUDIES }, (_, i) =>
            environment([validation[i % validation.length] as Problem]),
          ),
        )
  let best: { readonly theta: Float32Array; readonly score: number } | undefined
  let returns: number[] = []
  /** Steps, mean training score, validation score. */
  const curve: number[][] = []

  const validate = async (learner: PpoLearner): Promise<number | undefined> =>
    validationEnvs && meanScore(validationEnvs, learner, seed)
  const learner = await trainPpo(envs, {
    ...settings,
    totalSteps: steps,
    rolloutSteps: trials,
    seed,
    onEpisode: ({ reward }) => returns.push(reward),
    onUpdate: async (update, current) => {
      const score = await validate(current)
      if (score !== undefined && (best === undefined || score > best.score))
        best = { theta: current.save().theta, score }
      const mean = returns.reduce((sum, value) => sum + value / returns.length, 0)
      const done = Math.min(1, update.steps / steps)
      onProgress?.({ done, training: mean, ...(score !== undefined && { validation: score }), entropy: update.entropy })
      curve.push([update.steps, mean, ...(score === undefined ? [] : [score])])
      returns = []
      return signal?.aborted
    },
  })
  const theta = best?.theta ?? learner.save().theta
  learner.close()
  await envs.close()
  await validationEnvs?.close()
  return makePolicy({ ...operatorPolicyShape(operators), hidden: settings.hidden ?? [] }, theta, {
    problems: problems.map(({ name }) => name),
    validation: validation.map(({ name }) => name),
    steps,
    trials,
    seed,
    curve: curve.map(row => row.map(value => Number(value.toFixed(4)))),
  })
}

const trainingProblem = (problem: Problem, trials: number) => {
  const { name, space, profiler, objectives } = problem
  return {
    name,
    space,
    env: createTuningEnv({ space, profiler, objectives, budget: { trials }, clock: simulatedClock() }),
    gains: gainsOf(yardstickOf(problem, trials)),
  } satisfies TrainingProblem
}

/**
 * What a unit of time gained at trial t adds to the area score from then on, in units of what the whole way from the median to the optimum
 * would add at once: sum over k >= t of 1 / (B_random(k) - optimum), rescaled.
 */
const gainsOf = ({ optimum, median, random }: Yardstick): NonNullable<TrainingProblem['gains']> => {
  const tail = random.map(expected => 1 / Math.max(expected - optimum, Number.EPSILON * Math.abs(optimum)))
  for (let k = tail.length - 2; k >= 0; k--) tail[k] = (tail[k] as number) + (tail[k + 1] as number)
  const whole = (tail[0] as number) * (median - optimum)
  return { from: median, at: trial => (whole > 0 ? (tail[trial] ?? 0) / whole : 0) }
}

/** The mean over environments of the sum of rewards in one study, the same ones each time. */
const meanScore = async (env: VectorEnv<readonly number[]>, learner: PpoLearner, seed: number): Promise<number> => {
  let { observations } = await env.reset({ seed })
  const isOver = new Array<boolean>(env.size).fill(false)
  let sum = 0
  while (isOver.includes(false)) {
    const { drawn } = await learner.act(observations, env.size)
    const step = await env.step(drawn.map(({ action }) => action))
    for (const [i, reward] of step.rewards.entries()) {
      if (!isOver[i]) sum += reward / env.size
      isOver[i] ||= step.terminated[i] === 1 || step.truncated[i] === 1
    }
    observations = step.observations
  }
  return sum
}
