import type { Remembered } from './replay.js'

/** One step of an environment. */
export interface Step {
  readonly observation: Float32Array
  readonly action: number
  readonly reward: number
  readonly next: Float32Array
  readonly nextMask: Uint8Array
  readonly terminated: boolean
  readonly truncated: boolean
}

/**
 * Adds a step to those of its trajectory that wait for the steps after them, and takes out what is complete: n steps as one, fewer at the end
 * of an episode. `waiting` is changed.
 *
 * @see Sutton 1988, "Learning to predict by the methods of temporal differences"; Hessel et al. 2018, "Rainbow", section "Multi-step learning"
 */
export const nSteps = (waiting: Step[], step: Step, n: number, gamma: number): Remembered[] => {
  waiting.push(step)
  const isOver = step.terminated || step.truncated
  const complete: Remembered[] = []
  while (waiting.length >= n || (isOver && waiting.length > 0)) {
    let [reward, discount] = [0, 1]
    for (const later of waiting) {
      reward += discount * later.reward
      discount *= gamma
    }
    const { observation, action } = waiting.shift() as Step
    const { next, nextMask, terminated } = step
    complete.push({ observation, action, reward, next, nextMask, discount: terminated ? 0 : discount })
  }
  return complete
}
