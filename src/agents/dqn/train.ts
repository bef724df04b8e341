import { fault, makeRng, ParetuneError } from '../../core/index.js'
import type { Env } from '../../env/env.js'
import { DqnLearner } from './learner.js'
import { type DqnOptions, dqnSettings } from './options.js'

export interface TrainDqnOptions extends DqnOptions {
  /** Steps to train for. */
  readonly totalSteps: number
  /** Of the networks, the actions and the environment. Default: 0. */
  readonly seed?: number
  /** Called at the end of each episode, with the sum of its rewards, undiscounted. */
  readonly onEpisode?: (episode: { readonly reward: number; readonly length: number; readonly steps: number }) => void
}

/**
 * DQN on an environment with one discrete action. Answers the learner, to be closed by the caller; the environment stays open.
 * Throws InvalidAgent for an option out of range, other actions, or where tfjs cannot run.
 */
export const trainDqn = async (env: Env<readonly number[]>, options: TrainDqnOptions): Promise<DqnLearner> => {
  const { totalSteps, seed = 0, onEpisode, ...rest } = options
  const { actionSpace, observationSpace } = env
  if (actionSpace.kind !== 'multi-discrete' || actionSpace.sizes.length !== 1) {
    const what =
      actionSpace.kind === 'multi-discrete' ? `${actionSpace.sizes.length} choices` : `a ${actionSpace.kind} space`
    throw new ParetuneError(fault('InvalidAgent', `expected an action of one discrete choice, got ${what}`))
  }
  const actions = actionSpace.sizes[0] as number
  const shape = { observationSize: observationSpace.size, actions }
  const learner = await DqnLearner.open(shape, dqnSettings(rest), makeRng(`${seed}/dqn`))
  const everything = new Uint8Array(actions).fill(1)
  let now = await env.reset({ seed })
  let [reward, length] = [0, 0]
  for (let steps = 0; steps < totalSteps; steps++) {
    const done = steps / totalSteps
    const action = await learner.act(now.observation, now.mask ?? everything, done)
    const step = await env.step([action])
    const { terminated, truncated } = step
    await learner.observe(
      0,
      {
        observation: now.observation,
        action,
        reward: step.reward,
        next: step.observation,
        nextMask: step.mask ?? everything,
        terminated,
        truncated,
      },
      done,
    )
    reward += step.reward
    length++
    if (terminated || truncated) {
      onEpisode?.({ reward, length, steps: steps + 1 })
      ;[reward, length] = [0, 0]
      now = await env.reset()
    } else now = step
  }
  return learner
}
