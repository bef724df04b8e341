import type { ReinforceSettings } from './options.js'

/**
 * What followed each step of one whole episode: G_t = r_t+1 + gamma G_t+1, and nothing after the last step.
 * @see Sutton & Barto 2018, equation 3.9
 */
export const discountedReturns = (rewards: readonly number[], gamma: number): Float32Array => {
  const returns = new Float32Array(rewards.length)
  let next = 0
  for (let t = rewards.length - 1; t >= 0; t--) {
    next = (rewards[t] as number) + gamma * next
    returns[t] = next
  }
  return returns
}

/**
 * How much each step of a batch counts: G_t - b, where b is the mean of the batch's returns (0 without `baseline`); with `normalise`
 * divided by their standard deviation (of n; 1 where they do not vary).
 *
 * b holds each step's own return too, so that over n independent episodes of one step the expected gradient is (n - 1) / n times that without
 * a baseline: the same direction, and a length that Adam does not see.
 */
export const weightsOf = (
  returns: Float32Array,
  { baseline, normalise }: Pick<ReinforceSettings, 'baseline' | 'normalise'>,
): { readonly weights: Float32Array; readonly meanReturn: number } => {
  let mean = 0
  for (const value of returns) mean += value / returns.length
  let variance = 0
  for (const value of returns) variance += (value - mean) ** 2 / returns.length
  const b = baseline ? mean : 0
  const scale = normalise && variance > 0 ? 1 / (Math.sqrt(variance) + 1e-8) : 1
  return { weights: returns.map(value => (value - b) * scale), meanReturn: mean }
}
