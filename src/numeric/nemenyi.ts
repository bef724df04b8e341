import { normalQuantile, normalTail } from './distributions.js'

/**
 * Nemenyi's critical difference: two treatments differ where their mean ranks in Friedman's test are at least so far apart. Over all pairs
 * together the probability to find a difference where there is none is at most `level`. For 2 treatments or more.
 * @see Nemenyi 1963, "Distribution-free multiple comparisons"; Demsar 2006, section 3.2.2
 */
export const nemenyiDifference = (treatments: number, blocks: number, level = 0.05): number =>
  (rangeQuantile(treatments, level) / Math.SQRT2) * Math.sqrt((treatments * (treatments + 1)) / (6 * blocks))

/**
 * The bars of a critical-difference diagram: the largest groups of treatments, two or more, that are all less than `difference` apart.
 * A group lists its members best first; groups come in the order of their best members.
 * @see Demsar 2006, figure 1
 */
export const notDifferent = (meanRanks: readonly number[], difference: number): number[][] => {
  const order = [...meanRanks.keys()].sort((a, b) => (meanRanks[a] as number) - (meanRanks[b] as number))
  const groups: number[][] = []
  let reached = 0
  for (const [first, best] of order.entries()) {
    let end = first + 1
    while (end < order.length && (meanRanks[order[end] as number] as number) - (meanRanks[best] as number) < difference)
      end++
    if (end > reached && end - first > 1) groups.push(order.slice(first, end))
    reached = Math.max(reached, end)
  }
  return groups
}

/** Bisections of a bracket that is at most some 3 wide. */
const HALVINGS = 45

/**
 * The number that the range of so many standard normals exceeds with probability `level`: the studentized range for infinite degrees
 * of freedom, to some 1e-6. It lies between what two of them exceed and the bound by which each pair exceeds it alone.
 */
const rangeQuantile = (count: number, level: number): number => {
  const pairs = (count * (count - 1)) / 2
  let low = -Math.SQRT2 * normalQuantile(level / 2)
  let high = -Math.SQRT2 * normalQuantile(level / 2 / pairs)
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2
    if (rangeTail(middle, count) > level) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Beyond, a standard normal does not come. */
const FAR = 8
/** The integrand is smooth and vanishes at both ends: the plain sum over points so far apart is exact to rounding. */
const STEP = 1 / 32

/**
 * Probability that the range of so many standard normals is above `width`: 1 - count * integral of phi(z) (Phi(z + width) - Phi(z))^(count - 1),
 * z being the least of them.
 * @see Pearson & Hartley 1942, "The probability integral of the range in samples of n observations from a normal population"
 */
const rangeTail = (width: number, count: number): number => {
  let sum = 0
  for (let z = -FAR; z <= FAR; z += STEP) {
    const others = normalTail(z) - normalTail(z + width)
    sum += Math.exp((-z * z) / 2) * others ** (count - 1)
  }
  return 1 - (count * sum * STEP) / Math.sqrt(2 * Math.PI)
}
