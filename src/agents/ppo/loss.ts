import type { Scalar, Tensor1D, Tf } from '../networks/engine.js'

/** Of n transitions: what the networks say now, and what is known from when they were made. All [n]. */
export interface LossTerms {
  readonly logProbability: Tensor1D
  readonly entropy: Tensor1D
  readonly value: Tensor1D
  readonly oldLogProbability: Tensor1D
  readonly oldValue: Tensor1D
  readonly advantage: Tensor1D
  readonly returns: Tensor1D
}

export interface LossWeights {
  readonly clip: number
  readonly clipValue: boolean
  /** c1 */
  readonly valueWeight: number
  /** c2 */
  readonly entropyWeight: number
}

/**
 * What PPO minimises, -(L_CLIP - c1 L_VF + c2 S), and its three terms:
 *
 *     r = pi(a | s) / pi_old(a | s)
 *     L_CLIP = mean min(r A, clip(r, 1 - epsilon, 1 + epsilon) A)                                  equation 7
 *     L_VF = mean (V - R)^2, where `clipValue` the larger one of that and of V kept within epsilon of V_old
 *     S = mean entropy                                                                             equation 9
 *
 * @see Schulman et al. 2017, "Proximal policy optimization algorithms"; the clipped L_VF is OpenAI Baselines'
 */
export const ppoLoss = (
  tf: Tf,
  { logProbability, entropy, value, oldLogProbability, oldValue, advantage, returns }: LossTerms,
  { clip, clipValue, valueWeight, entropyWeight }: LossWeights,
): { readonly loss: Scalar; readonly policyLoss: Scalar; readonly valueLoss: Scalar; readonly meanEntropy: Scalar } => {
  const ratio = tf.exp(tf.sub(logProbability, oldLogProbability))
  const clipped = tf.clipByValue(ratio, 1 - clip, 1 + clip)
  const objective = tf.mean<Scalar>(tf.minimum(tf.mul(ratio, advantage), tf.mul(clipped, advantage)))

  const squared = tf.square(tf.sub(value, returns))
  const near = (): Tensor1D => tf.add(oldValue, tf.clipByValue(tf.sub(value, oldValue), -clip, clip))
  const valueLoss = tf.mean<Scalar>(clipValue ? tf.maximum(squared, tf.square(tf.sub(near(), returns))) : squared)

  const meanEntropy = tf.mean<Scalar>(entropy)
  const policyLoss = tf.neg(objective)
  const loss = tf.sub(tf.add(policyLoss, tf.mul(valueLoss, valueWeight)), tf.mul(meanEntropy, entropyWeight))
  return { loss: loss as Scalar, policyLoss, valueLoss, meanEntropy }
}
