import { fault, makeRng, type Outcome, ParetuneError, type Rng, type Trial } from '../../core/index.js'
import type { Env, Reset, TuningEnv } from '../../env/index.js'
import type { Space } from '../../space/index.js'
import { configure, type Operator } from '../agent.js'
import { featureNames, Outlook, worthOf } from './outlook.js'
import { type Change, Progress } from './progress.js'

/** A problem to train on: its environment, and the space that it tunes. */
export interface TrainingProblem {
  readonly name: string
  readonly space: Space
  readonly env: TuningEnv
  /** How gains count, where the problem is known in advance, as a recorded one. Default: by `worthOf`, as in a study. */
  readonly gains?: Gains
}

/** What it is worth to bring the least loss down. */
interface Gains {
  /** Losses above it gain nothing. */
  readonly from: number
  /** Worth of each unit of the (first) loss, at a trial; rewards are to add up to about 1. */
  at(trial: number): number
}

/**
 * The choice of operators as an environment: an action is the operator that proposes the next trial, an observation what `operatorPolicy` sees, and an
 * episode one study of one of the problems, drawn anew at each reset. `info.problem` names it; `info.trial` is what was measured. A reward is what the trial was
 * worth. Where an operator has no proposal a configuration is
 * drawn at random. An episode ends with its budget, or with the space.
 */
export const operatorEnv = (
  problems: readonly TrainingProblem[],
  operators: readonly Operator[],
): Env<readonly number[]> => {
  if (problems.length === 0)
    throw new ParetuneError(fault('InvalidStudy', 'operatorEnv: expected a problem or more, got none'))
  const names = featureNames(operators.map(({ name }) => name))
  const bounds = (value: number): Float32Array => new Float32Array(names.length).fill(value)
  let rng = makeRng(0)
  let episode: OperatorEpisode | undefined

  const seen = ({ outlook, budgetLeft, problem }: OperatorEpisode): Reset => ({
    observation: outlook.features(budgetLeft),
    info: { problem: problem.name },
  })
  return {
    observationSpace: {
      kind: 'box',
      size: names.length,
      names,
      low: bounds(0),
      high: bounds(1),
    },
    actionSpace: { kind: 'multi-discrete', sizes: [operators.length] },
    reset: async ({ seed } = {}) => {
      if (seed !== undefined) rng = makeRng(`${seed}/operators`)
      episode = await OperatorEpisode.begin(rng.pick(problems), operators, makeRng(`${rng.next()}`))
      return seen(episode)
    },
    step: async ([operator]) => {
      if (episode === undefined)
        throw new ParetuneError(fault('InvalidStudy', 'expected reset() before step() of an operator environment'))
      const { trial, reward, terminated } = await episode.step(operator as number)
      const { observation, info } = seen(episode)
      return { observation, info: { ...info, ...(trial && { trial }) }, reward, terminated, truncated: false }
    },
    close: async () => {
      await Promise.all(problems.map(({ env }) => env.close()))
    },
  }
}

/** One study while it lasts. */
class OperatorEpisode {
  readonly problem: TrainingProblem
  readonly outlook: Outlook
  readonly #operators: readonly Operator[]
  readonly #progress: Progress
  #least = Number.POSITIVE_INFINITY

  static async begin(problem: TrainingProblem, operators: readonly Operator[], rng: Rng): Promise<OperatorEpisode> {
    await problem.env.reset()
    return new OperatorEpisode(problem, operators, rng)
  }

  private constructor(problem: TrainingProblem, operators: readonly Operator[], rng: Rng) {
    this.problem = problem
    this.outlook = new Outlook(operators.length)
    this.#operators = operators
    this.#progress = new Progress(problem.space, rng)
  }

  get budgetLeft(): number {
    return this.problem.env.episode.budgetLeft
  }

  /** There is no trial where nothing is left to measure. */
  async step(
    operator: number,
  ): Promise<{ readonly trial?: Trial; readonly reward: number; readonly terminated: boolean }> {
    const number = this.#progress.told.length
    const proposed = this.#operators[operator]?.propose(this.#progress)
    const config = proposed ?? this.#progress.draw(number)
    if (config === undefined) return { reward: 0, terminated: true }
    const budgetLeft = this.budgetLeft
    const action = configure(config)
    const step = await this.problem.env.step(action)
    const trial = step.info.trial as Trial
    const { outcome, reward } = trial
    this.#progress.propose(number, { action, repeat: true })
    const change = this.#progress.tell({
      trial: number,
      slot: 0,
      action,
      origin: 'agent',
      fidelity: 1,
      outcome,
      reward,
      observation: step.observation,
      nextObservation: step.observation,
      terminated: step.terminated,
      truncated: step.truncated,
    })
    this.outlook.tell(operator, change, reward)
    const terminated = step.terminated || step.truncated
    return { trial, reward: this.#worthOf(number, outcome, change, budgetLeft), terminated }
  }

  #worthOf(trial: number, outcome: Outcome, change: Change, budgetLeft: number): number {
    const { gains } = this.problem
    if (gains === undefined) return worthOf(change, budgetLeft)
    if (outcome._tag !== 'Measured' || !outcome.feasible) return 0
    const before = Math.min(this.#least, gains.from)
    this.#least = Math.min(this.#least, outcome.losses[0] as number)
    return Math.max(0, before - this.#least) * gains.at(trial)
  }
}
