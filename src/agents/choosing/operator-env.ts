import { type Config, fault, makeRng, type Outcome, ParetuneError, type Rng, type Trial } from '../../core/index.js'
import type { Env, Reset, TuningEnv } from '../../env/index.js'
import type { Space } from '../../space/index.js'
import { configure, type Operator } from '../agent.js'
import { featureNames, Outlook } from './outlook.js'
import { type Change, Progress } from './progress.js'

/** A problem to train on: its environment, and the space that it tunes. */
export interface TrainingProblem {
  readonly name: string
  readonly space: Space
  readonly env: TuningEnv
  /** The least value of the first loss, where it is known, as of recorded problems; the reward is then the gain on it. Default: not known. */
  readonly optimum?: number
}

/**
 * The choice of operators as an environment: an action is the operator that proposes the next trial, an observation what `operatorPolicy` sees, and an
 * episode one study of one of the problems, drawn anew at each reset. `info.problem` names it. A reward is what the trial gained, by how much
 * it brought the best nearer to the optimum in the logarithm, times the part of the budget that was left; operators without a proposal are masked. An episode ends with its budget, or with the space.
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

  const seen = ({ outlook, budgetLeft, proposals, problem }: OperatorEpisode): Reset => ({
    observation: outlook.features(budgetLeft),
    mask: Uint8Array.from(proposals, proposal => Number(proposal !== undefined)),
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
      const { reward, terminated } = await episode.step(operator as number)
      return { ...seen(episode), reward, terminated, truncated: false }
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
  proposals: readonly (Config | undefined)[] = []
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
    this.#propose()
  }

  get budgetLeft(): number {
    return this.problem.env.episode.budgetLeft
  }

  #propose(): void {
    this.proposals = this.#operators.map(operator => operator.propose(this.#progress))
  }

  async step(operator: number): Promise<{ readonly reward: number; readonly terminated: boolean }> {
    const config = this.proposals[operator]
    if (config === undefined) {
      const message = `expected an operator that has a proposal, got ${this.#operators[operator]?.name ?? operator}`
      throw new ParetuneError(fault('InvalidStudy', message))
    }
    const budgetLeft = this.budgetLeft
    const action = configure(config)
    const step = await this.problem.env.step(action)
    const { outcome, reward, number } = step.info.trial as Trial
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
    this.#propose()
    const isOver = step.terminated || step.truncated || this.proposals.every(proposal => proposal === undefined)
    return { reward: this.#gainOf(outcome, change) * budgetLeft, terminated: isOver }
  }

  #gainOf(outcome: Outcome, { gain }: Change): number {
    const { optimum } = this.problem
    if (optimum === undefined) return gain
    const loss = outcome._tag === 'Measured' && outcome.feasible ? (outcome.losses[0] as number) : undefined
    if (loss === undefined || loss >= this.#least) return 0
    const distance = (value: number): number => (value - optimum) / (Math.abs(optimum) || 1) + NEAR_ENOUGH
    const before = this.#least
    this.#least = loss
    return before === Number.POSITIVE_INFINITY ? 0 : Math.log(distance(before) / distance(loss))
  }
}

/** What is this much from the optimum, as a part of it, gains little more. */
const NEAR_ENOUGH = 0.01
