import { actionWidthOf, type HeadShape, maskWidthOf, outputsOf } from './head.js'

const HALF_LOG_TAU = 0.5 * Math.log(2 * Math.PI)

/** n actions that were taken, row by row, and what a policy says of them. */
export interface Policies {
  readonly n: number
  /** Of the network: [n, outputs]. */
  readonly outputs: Float32Array
  /** Of the real numbers; none where there are none. */
  readonly logStd: Float32Array | undefined
  readonly actions: Float32Array
  readonly masks: Uint8Array
}

export interface Likelihood {
  /** Log-probabilities of the actions, [n]: sums over the choices and the real numbers, which are independent given the masks. */
  readonly logProbability: Float64Array
  /** Entropies of the policy, [n]. */
  readonly entropy: Float64Array
  /** The derivatives of a loss with respect to outputs and log deviations, given those with respect to the above. */
  gradient(
    dLogProbability: Float64Array,
    dEntropy: Float64Array,
  ): { readonly outputs: Float32Array; readonly logStd: Float32Array }
}

/**
 * Likelihoods in typed arrays, with derivatives in closed form. What is not allowed has probability 0.
 *
 *     d log p_a / d logit_j = [j = a] - p_j          dH / d logit_j = -p_j (log p_j + H)          of each choice
 *     d log p / d mean = z / sigma                   d log p / d log sigma = z^2 - 1              of each real number, whose dH / d log sigma = 1
 */
export const likelihoodOf = (head: HeadShape, { n, outputs, logStd, actions, masks }: Policies): Likelihood => {
  const [width, actionWidth, alternatives] = [outputsOf(head), actionWidthOf(head), maskWidthOf(head)]
  const logP = new Float64Array(n * alternatives)
  const logProbability = new Float64Array(n)
  const entropy = new Float64Array(n)
  /** Of each choice alone. */
  const entropies = new Float64Array(n * head.sizes.length)
  const sigma = (i: number): number => Math.exp(logStd?.[i] as number)
  const zOf = (row: number, i: number): number =>
    ((actions[row * actionWidth + head.sizes.length + i] as number) -
      (outputs[row * width + alternatives + i] as number)) /
    sigma(i)

  for (let row = 0; row < n; row++) {
    let [offset, sum, sumOfEntropies] = [0, 0, 0]
    for (let place = 0; place < head.sizes.length; place++) {
      const size = head.sizes[place] as number
      const at = row * alternatives + offset
      const h = logSoftmax(outputs, row * width + offset, masks, logP, at, size)
      sum += logP[at + (actions[row * actionWidth + place] as number)] as number
      sumOfEntropies += h
      entropies[row * head.sizes.length + place] = h
      offset += size
    }
    for (let i = 0; i < head.reals; i++) {
      sum += -0.5 * zOf(row, i) ** 2 - (logStd?.[i] as number) - HALF_LOG_TAU
      sumOfEntropies += 0.5 + HALF_LOG_TAU + (logStd?.[i] as number)
    }
    logProbability[row] = sum
    entropy[row] = sumOfEntropies
  }

  const gradient = (dLogProbability: Float64Array, dEntropy: Float64Array) => {
    const dOutputs = new Float32Array(n * width)
    const dLogStd = new Float64Array(head.reals)
    for (let row = 0; row < n; row++) {
      const [dLog, dH] = [dLogProbability[row] as number, dEntropy[row] as number]
      let offset = 0
      for (let place = 0; place < head.sizes.length; place++) {
        const h = entropies[row * head.sizes.length + place] as number
        const chosen = actions[row * actionWidth + place] as number
        for (let j = 0; j < (head.sizes[place] as number); j++) {
          const at = row * alternatives + offset + j
          if (masks[at] !== 1) continue
          const log = logP[at] as number
          const p = Math.exp(log)
          dOutputs[row * width + offset + j] = dLog * ((j === chosen ? 1 : 0) - p) - dH * p * (log + h)
        }
        offset += head.sizes[place] as number
      }
      for (let i = 0; i < head.reals; i++) {
        const z = zOf(row, i)
        dOutputs[row * width + offset + i] = (dLog * z) / sigma(i)
        dLogStd[i] = (dLogStd[i] as number) + dLog * (z * z - 1) + dH
      }
    }
    return { outputs: dOutputs, logStd: Float32Array.from(dLogStd) }
  }
  return { logProbability, entropy, gradient }
}

/** Writes log-probabilities of `size` alternatives, those allowed, to `logP` from `at` on (as their masks are), and answers their entropy. */
const logSoftmax = (
  logits: Float32Array,
  start: number,
  masks: Uint8Array,
  logP: Float64Array,
  at: number,
  size: number,
): number => {
  let [most, total, entropy] = [Number.NEGATIVE_INFINITY, 0, 0]
  for (let j = 0; j < size; j++) if (masks[at + j] === 1) most = Math.max(most, logits[start + j] as number)
  for (let j = 0; j < size; j++) if (masks[at + j] === 1) total += Math.exp((logits[start + j] as number) - most)
  const logTotal = most + Math.log(total)
  for (let j = 0; j < size; j++) {
    if (masks[at + j] !== 1) continue
    const log = (logits[start + j] as number) - logTotal
    logP[at + j] = log
    entropy -= Math.exp(log) * log
  }
  return entropy
}
