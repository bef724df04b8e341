import type { Scalar, Tensor1D } from '@tensorflow/tfjs-core'
import type { Tf } from '#src/agents/networks/engine.js'
import type { LossWeights } from '#src/agents/ppo/loss.js'

/** The terms of `ppoLoss` as tensors, [n] each. */
export interface TensorTerms {
  readonly logProbability: Tensor1D
  readonly entropy: Tensor1D
  readonly value: Tensor1D
  readonly oldLogProbability: Tensor1D
  readonly oldValue: Tensor1D
  readonly advantage: Tensor1D
  readonly returns: Tensor1D
}

/** PPO's loss in tfjs operators alone, whose gradient is autograd's: what `ppoLoss` and its derivatives are checked against. */
export const autogradLoss = (
  tf: Tf,
  { logProbability, entropy, value, oldLogProbability, oldValue, advantage, returns }: TensorTerms,
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
