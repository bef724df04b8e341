import type { Likelihood } from '../networks/likelihood.js'

export interface ReinforceLoss {
  readonly loss: number
  readonly policyLoss: number
  readonly meanEntropy: number
  /** dL / d logProbability and d entropy, each [n]. */
  readonly gradient: { readonly logProbability: Float64Array; readonly entropy: Float64Array }
}

/**
 * What REINFORCE minimises, so that its gradient is the estimate of the policy gradient, and what it is made of:
 *
 *     -mean_t (G_t - b) log pi(a_t | s_t) - c mean_t S
 *
 * Steps count alike: the factor gamma^t of Sutton & Barto's update is left out, as in practice, and so in PPO.
 *
 * @param likelihood log pi(a_t | s_t) and S of the policy in s_t, as it is now, [n] each
 * @param weights G_t - b, [n]
 * @param entropyWeight c
 * @see Williams 1992, section 5; Sutton & Barto 2018, equation 13.11
 */
export const reinforceLoss = (
  { logProbability, entropy }: Pick<Likelihood, 'logProbability' | 'entropy'>,
  weights: Float32Array,
  entropyWeight: number,
): ReinforceLoss => {
  const n = weights.length
  let [policyLoss, meanEntropy] = [0, 0]
  for (let t = 0; t < n; t++) {
    policyLoss -= ((weights[t] as number) * (logProbability[t] as number)) / n
    meanEntropy += (entropy[t] as number) / n
  }
  const gradient = {
    logProbability: Float64Array.from(weights, weight => -weight / n),
    entropy: new Float64Array(n).fill(-entropyWeight / n),
  }
  return { loss: policyLoss - entropyWeight * meanEntropy, policyLoss, meanEntropy, gradient }
}
