import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Tf } from '#src/agents/networks/engine.js'
import { actionWidthOf, type HeadShape, maskWidthOf } from '#src/agents/networks/head.js'

// Likelihoods in tfjs operators alone, whose gradients are autograd's: what `likelihoodOf` and its derivatives are checked against.

/** In place of the logit of an alternative that is not allowed: its probability is 0 in float32. @see Huang & Ontanon 2022, "A closer look at invalid action masking in policy gradient algorithms" */
const FORBIDDEN = -1e8
const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI)

/** Actions that were taken, as the loss sees them. */
export interface TakenActions {
  /** [n, width] */
  readonly actions: Tensor2D
  /** [n, all alternatives], 1 for the ones chosen. */
  readonly chosen: Tensor2D
  /** [n, all alternatives], 0 where allowed and -1e8 where not. */
  readonly forbidden: Tensor2D
}

/** Uploads `n` actions and their masks. */
export const taken = (tf: Tf, head: HeadShape, actions: Float32Array, masks: Uint8Array, n: number): TakenActions => {
  const [width, alternatives] = [actionWidthOf(head), maskWidthOf(head)]
  const chosen = new Float32Array(n * alternatives)
  for (let row = 0; row < n; row++) {
    let offset = row * alternatives
    for (const [place, size] of head.sizes.entries()) {
      chosen[offset + (actions[row * width + place] as number)] = 1
      offset += size
    }
  }
  return {
    actions: tf.tensor2d(actions, [n, width]),
    chosen: tf.tensor2d(chosen, [n, alternatives]),
    forbidden: tf.tensor2d(
      Float32Array.from(masks, allowed => (allowed === 1 ? 0 : FORBIDDEN)),
      [n, alternatives],
    ),
  }
}

/**
 * Log-probabilities of actions and entropies of the policy, both [n]: sums over the choices and the real numbers, which are independent
 * given the masks.
 */
export const likelihood = (
  tf: Tf,
  head: HeadShape,
  outputs: Tensor2D,
  logStd: Tensor2D | undefined,
  { actions, chosen, forbidden }: TakenActions,
): { readonly logProbability: Tensor1D; readonly entropy: Tensor1D } => {
  const n = outputs.shape[0]
  const parts: { logProbability: Tensor1D; entropy: Tensor1D }[] = []
  let offset = 0
  for (const size of head.sizes) {
    const whole = head.sizes.length === 1 && head.reals === 0
    const part = (tensor: Tensor2D): Tensor2D => (whole ? tensor : tf.slice2d(tensor, [0, offset], [n, size]))
    const logits = tf.add(part(outputs), part(forbidden))
    const logP = tf.sub(logits, tf.logSumExp(logits, 1, true))
    parts.push({
      logProbability: tf.sum(tf.mul(logP, part(chosen)), 1),
      // An alternative that is not allowed has p = 0 exactly, and 0 times its finite logarithm is 0.
      entropy: tf.neg(tf.sum(tf.mul(tf.exp(logP), logP), 1)),
    })
    offset += size
  }
  if (head.reals > 0 && logStd !== undefined) {
    const means = tf.slice2d(outputs, [0, offset], [n, head.reals])
    const values = tf.slice2d(actions, [0, head.sizes.length], [n, head.reals])
    const z = tf.div(tf.sub(values, means), tf.exp(logStd))
    parts.push({
      logProbability: tf.sum(tf.sub(tf.mul(-0.5, tf.square(z)), tf.add(logStd, HALF_LOG_TAU)), 1),
      entropy: tf.mul(tf.ones([n]), tf.sum(tf.add(logStd, 0.5 + HALF_LOG_TAU))),
    })
  }
  return parts.reduce((sum, part) => ({
    logProbability: tf.add(sum.logProbability, part.logProbability),
    entropy: tf.add(sum.entropy, part.entropy),
  }))
}
