import type { Scalar, Tensor1D, Tf } from '../networks/engine.js'

/**
 * What REINFORCE minimises, so that its gradient is the estimate of the policy gradient, and what it is made of:
 *
 *     -mean_t (G_t - b) log pi(a_t | s_t) - c mean_t S
 *
 * Steps count alike: the factor gamma^t of Sutton & Barto's update is left out, as in practice, and so in PPO.
 *
 * @param logProbability log pi(a_t | s_t) of the policy as it is now, [n]
 * @param entropy S of the policy in s_t, [n]
 * @param weight G_t - b, a constant, [n]
 * @param entropyWeight c
 * @see Williams 1992, section 5; Sutton & Barto 2018, equation 13.11
 */
export const reinforceLoss = (
  tf: Tf,
  { logProbability, entropy, weight }: Record<'logProbability' | 'entropy' | 'weight', Tensor1D>,
  entropyWeight: number,
): { readonly loss: Scalar; readonly policyLoss: Scalar; readonly meanEntropy: Scalar } => {
  const policyLoss = tf.neg(tf.mean<Scalar>(tf.mul(weight, logProbability)))
  const meanEntropy = tf.mean<Scalar>(entropy)
  // Without a weight the entropy is no part of the loss, nor of the work of its gradient.
  const loss = entropyWeight === 0 ? policyLoss : tf.sub<Scalar>(policyLoss, tf.mul(meanEntropy, entropyWeight))
  return { loss, policyLoss, meanEntropy }
}
