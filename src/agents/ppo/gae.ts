/** A stretch of experience of several slots, step by step: entry t * slots + s is step t of slot s. */
export interface Trajectory {
  readonly steps: number
  readonly slots: number
  readonly rewards: Float32Array
  /** V of the observation that the step began with. */
  readonly values: Float32Array
  /** V of the observation that the step led to, the final one where the episode ended there. */
  readonly nextValues: Float32Array
  /** 1 where nothing lies beyond the step. */
  readonly terminated: Uint8Array
  /** 1 where the episode was cut off: what lies beyond is worth `nextValues`, and belongs to no later step. */
  readonly truncated: Uint8Array
}

/**
 * Generalised advantage estimates, and the returns (advantage + value) that the value function learns:
 *
 *     delta_t = r_t + gamma V(s_t+1) - V(s_t)           without V(s_t+1) where the episode terminated
 *     A_t = delta_t + gamma lambda A_t+1                without A_t+1 where it terminated or was truncated
 *
 * @see Schulman et al. 2016, "High-dimensional continuous control using generalized advantage estimation", equation 16
 */
export const generalisedAdvantages = (
  { steps, slots, rewards, values, nextValues, terminated, truncated }: Trajectory,
  gamma: number,
  gaeLambda: number,
): { readonly advantages: Float32Array; readonly returns: Float32Array } => {
  const advantages = new Float32Array(steps * slots)
  for (let s = 0; s < slots; s++) {
    let next = 0
    for (let t = steps - 1; t >= 0; t--) {
      const i = t * slots + s
      const beyond = terminated[i] === 1 ? 0 : (nextValues[i] as number)
      const delta = (rewards[i] as number) + gamma * beyond - (values[i] as number)
      next = delta + (terminated[i] === 1 || truncated[i] === 1 ? 0 : gamma * gaeLambda * next)
      advantages[i] = next
    }
  }
  return { advantages, returns: advantages.map((advantage, i) => advantage + (values[i] as number)) }
}
