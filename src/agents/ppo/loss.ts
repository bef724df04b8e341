type Numbers = Float32Array | Float64Array

/** Of n transitions: what the networks say now, and what is known from when they were made. All [n]. */
export interface LossTerms {
  readonly logProbability: Numbers
  readonly entropy: Numbers
  readonly value: Numbers
  readonly oldLogProbability: Numbers
  readonly oldValue: Numbers
  readonly advantage: Numbers
  readonly returns: Numbers
}

export interface LossWeights {
  readonly clip: number
  readonly clipValue: boolean
  /** c1 */
  readonly valueWeight: number
  /** c2 */
  readonly entropyWeight: number
}

export interface PpoLoss {
  readonly loss: number
  /** -L_CLIP */
  readonly policyLoss: number
  /** L_VF */
  readonly valueLoss: number
  /** S */
  readonly meanEntropy: number
  /** mean((r - 1) - log r). @see Schulman, "Approximating KL divergence" */
  readonly approximateKl: number
  /** Part of the transitions whose ratio is beyond the clip. */
  readonly clipFraction: number
  /** dL / d logProbability, d entropy and d value, each [n]. */
  readonly gradient: {
    readonly logProbability: Float64Array
    readonly entropy: Float64Array
    readonly value: Float32Array
  }
}

/**
 * What PPO minimises, -(L_CLIP - c1 L_VF + c2 S), its three terms and its derivatives:
 *
 *     r = pi(a | s) / pi_old(a | s)
 *     L_CLIP = mean min(r A, clip(r, 1 - epsilon, 1 + epsilon) A)                                  equation 7
 *     L_VF = mean (V - R)^2, where `clipValue` the larger one of that and of V kept within epsilon of V_old
 *     S = mean entropy                                                                             equation 9
 *
 * @see Schulman et al. 2017, "Proximal policy optimization algorithms"; the clipped L_VF is OpenAI Baselines'
 */
export const ppoLoss = (terms: LossTerms, { clip, clipValue, valueWeight, entropyWeight }: LossWeights): PpoLoss => {
  const n = terms.advantage.length
  const gradient = {
    logProbability: new Float64Array(n),
    entropy: new Float64Array(n).fill(-entropyWeight / n),
    value: new Float32Array(n),
  }
  let [objective, valueLoss, meanEntropy, approximateKl, clipFraction] = [0, 0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    const logRatio = (terms.logProbability[i] as number) - (terms.oldLogProbability[i] as number)
    const ratio = Math.exp(logRatio)
    const advantage = terms.advantage[i] as number
    const plain = ratio * advantage
    const clipped = within(ratio, 1 - clip, 1 + clip) * advantage
    objective += Math.min(plain, clipped) / n
    // dr / d log pi = r. Where the clipped one counts, it is constant.
    gradient.logProbability[i] = plain <= clipped ? -plain / n : 0

    const [value, oldValue] = [terms.value[i] as number, terms.oldValue[i] as number]
    const error = value - (terms.returns[i] as number)
    const nearError = oldValue + within(value - oldValue, -clip, clip) - (terms.returns[i] as number)
    const isConstant = clipValue && Math.abs(value - oldValue) > clip && nearError ** 2 > error ** 2
    valueLoss += (isConstant ? nearError ** 2 : error ** 2) / n
    gradient.value[i] = isConstant ? 0 : (2 * valueWeight * error) / n

    meanEntropy += (terms.entropy[i] as number) / n
    approximateKl += (ratio - 1 - logRatio) / n
    if (Math.abs(ratio - 1) > clip) clipFraction += 1 / n
  }
  const policyLoss = -objective
  const loss = policyLoss + valueWeight * valueLoss - entropyWeight * meanEntropy
  return { loss, policyLoss, valueLoss, meanEntropy, approximateKl, clipFraction, gradient }
}

const within = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value))
