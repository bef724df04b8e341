import { normalQuantile, normalTail } from '../../numeric/index.js'
import type { Alternatives, Coordinates, Steps } from './coordinates.js'
import type { Distribution } from './distribution.js'

/**
 * Keeps every discrete coordinate able to leave the value that it has: after an update it moves the mean `m`, and stretches the
 * coordinate by `A`, so that the values on either side keep a probability of `alpha` in all. Without it the distribution
 * becomes narrower than a step, and the coordinate is fixed for good.
 * @see Hamano, Saito, Nomura & Shirakawa 2022, "CMA-ES with margin", section 4 (symbols as there)
 */
export const keepMargin = (
  distribution: Distribution,
  A: Float64Array,
  { steps, alternatives }: Coordinates,
  alpha: number,
): void => {
  for (const step of steps) if (step.size > 1) keepSteps(distribution, A, step, alpha)
  for (const choice of alternatives) if (choice.size > 1) keepAlternatives(distribution, choice, alpha)
}

/** CI of the paper: how many standard deviations leave `p` beyond them on one side. */
const deviations = (p: number): number => -normalQuantile(Math.min(Math.max(p, 1e-10), 0.5 - 1e-10))

const keepSteps = (
  distribution: Distribution,
  A: Float64Array,
  { slot, size, indexAt, threshold }: Steps,
  alpha: number,
): void => {
  const { mean } = distribution
  const m = mean[slot] as number
  const scale = distribution.sigma * Math.sqrt(distribution.covariance(slot, slot))
  const index = indexAt(m)
  if (index === 0 || index === size - 1) {
    // At an end, and with two values: only the one threshold next to it matters.
    const l = threshold(index === 0 ? 0 : size - 2)
    const reach = scale * (A[slot] as number) * deviations(alpha)
    if (Math.abs(m - l) > reach) mean[slot] = l + Math.sign(m - l) * reach
    return
  }
  const [low, up] = [threshold(index - 1), threshold(index)]
  const spread = scale * (A[slot] as number)
  const [pLow, pUp] = [normalTail((m - low) / spread), normalTail((up - m) / spread)]
  if (pLow >= alpha / 2 && pUp >= alpha / 2) return
  // What the one side gains is taken from whatever has more than its margin.
  const pMid = 1 - pLow - pUp
  const [raisedLow, raisedUp] = [Math.max(pLow, alpha / 2), Math.max(pUp, alpha / 2)]
  const delta = (1 - raisedLow - raisedUp - pMid) / (raisedLow + pMid + raisedUp - (3 * alpha) / 2)
  const dLow = deviations(raisedLow + delta * (raisedLow - alpha / 2))
  const dUp = deviations(raisedUp + delta * (raisedUp - alpha / 2))
  A[slot] = (up - low) / (scale * (dLow + dUp))
  mean[slot] = (low * dUp + up * dLow) / (dLow + dUp)
}

/**
 * The paper's case of two values, for each alternative against the leading one, in their difference: ours, since the paper has no
 * unordered parameters. The leader is led back to where each other one wins with a probability of alpha / (alternatives - 1).
 */
const keepAlternatives = (distribution: Distribution, { slot, size }: Alternatives, alpha: number): void => {
  const { mean, sigma } = distribution
  let best = slot
  for (let j = slot; j < slot + size; j++) if ((mean[j] as number) > (mean[best] as number)) best = j
  for (let j = slot; j < slot + size; j++) {
    if (j === best) continue
    const variance =
      distribution.covariance(best, best) + distribution.covariance(j, j) - 2 * distribution.covariance(best, j)
    const reach = sigma * Math.sqrt(Math.max(variance, 0)) * deviations(alpha / (size - 1))
    mean[j] = Math.max(mean[j] as number, (mean[best] as number) - reach)
  }
}
