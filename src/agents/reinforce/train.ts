import { makeRng } from '../../core/index.js'
import type { Env } from '../../env/env.js'
import { type Drawn, headOf, maskingOf } from '../networks/head.js'
import { type ReinforceBatch, ReinforceLearner, type ReinforceUpdate } from './learner.js'
import { type ReinforceOptions, reinforceSettings } from './options.js'
import { discountedReturns } from './returns.js'

export interface TrainReinforceOptions extends ReinforceOptions {
  /** Steps to train for; the episode in which they are reached is played to its end. */
  readonly totalSteps: number
  /** Of the network, the actions and the environment. Default: 0. */
  readonly seed?: number
  /** Called after each update; true ends the training. */
  readonly onUpdate?: (update: ReinforceUpdate & { readonly steps: number }) => boolean | undefined
  /** Called at the end of each episode, with the sum of its rewards, undiscounted. */
  readonly onEpisode?: (episode: { readonly reward: number; readonly length: number; readonly steps: number }) => void
}

/**
 * REINFORCE on an environment with discrete or real actions: plays whole episodes, and takes one gradient step after each
 * `episodesPerUpdate` of them. The environment has to end its episodes (`timeLimit` cuts them off). There is no value function to bootstrap from,
 * so that nothing is taken to lie beyond a truncation, as beyond a termination: returns of episodes cut off are too small.
 *
 * Answers the learner, to be closed by the caller; the environment stays open.
 * Throws InvalidAgent for an option out of range, actions that are whole configurations, or where tfjs cannot run.
 *
 * @see Williams 1992, "Simple statistical gradient-following algorithms for connectionist reinforcement learning"; Sutton & Barto 2018, section 13.3
 */
export const trainReinforce = async (
  env: Env<readonly number[]>,
  options: TrainReinforceOptions,
): Promise<ReinforceLearner> => {
  const { totalSteps, seed = 0, onUpdate, onEpisode, ...rest } = options
  const shape = { observationSize: env.observationSpace.size, head: headOf(env.actionSpace) }
  const settings = reinforceSettings(rest)
  const learner = await ReinforceLearner.open(shape, settings, makeRng(`${seed}/reinforce`))
  const player = new Player(env, learner, seed)
  for (let steps = 0; steps < totalSteps; ) {
    const done = steps / totalSteps
    const episodes: Episode[] = []
    while (episodes.length < settings.episodesPerUpdate && steps < totalSteps) {
      const episode = await player.episode()
      const { length } = episode.rewards
      episodes.push(episode)
      steps += length
      onEpisode?.({ reward: episode.rewards.reduce((sum, reward) => sum + reward, 0), length, steps })
    }
    const update = await learner.learn(batchOf(episodes, settings.gamma), done)
    if (onUpdate?.({ ...update, steps })) break
  }
  return learner
}

interface Episode {
  readonly observations: readonly Float32Array[]
  readonly drawn: readonly Drawn[]
  readonly rewards: readonly number[]
}

/** Plays whole episodes of a policy; the first one has the seed, and the others follow from it. */
class Player {
  readonly #env: Env<readonly number[]>
  readonly #learner: ReinforceLearner
  #seed: number | undefined

  constructor(env: Env<readonly number[]>, learner: ReinforceLearner, seed: number) {
    this.#env = env
    this.#learner = learner
    this.#seed = seed
  }

  async episode(): Promise<Episode> {
    const [observations, drawn, rewards]: [Float32Array[], Drawn[], number[]] = [[], [], []]
    const head = headOf(this.#env.actionSpace)
    let now = await this.#env.reset(this.#seed === undefined ? {} : { seed: this.#seed })
    this.#seed = undefined
    for (let isOver = false; !isOver; ) {
      const action = await this.#learner.act(now.observation, { masking: maskingOf(head, now.mask)?.(0) })
      observations.push(now.observation.slice())
      drawn.push(action)
      const step = await this.#env.step(action.action)
      rewards.push(step.reward)
      isOver = step.terminated || step.truncated
      now = step
    }
    return { observations, drawn, rewards }
  }
}

const batchOf = (episodes: readonly Episode[], gamma: number): ReinforceBatch => {
  const drawn = episodes.flatMap(episode => episode.drawn)
  return {
    n: drawn.length,
    observations: Float32Array.from(episodes.flatMap(({ observations }) => observations.flatMap(row => [...row]))),
    actions: Float32Array.from(drawn.flatMap(({ action }) => action)),
    masks: Uint8Array.from(drawn.flatMap(({ mask }) => [...mask])),
    returns: Float32Array.from(episodes.flatMap(({ rewards }) => [...discountedReturns(rewards, gamma)])),
  }
}
