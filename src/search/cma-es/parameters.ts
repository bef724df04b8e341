/** What stays fixed over one run of CMA-ES; symbols are those of the tutorial. */
export interface CmaParameters {
  /** Dimension. */
  readonly n: number
  /** Samples of a generation. */
  readonly lambda: number
  /** How many of them the mean moves towards. */
  readonly mu: number
  /** Of the samples from best to worst: the first `mu` are positive and sum to 1, the last ones are negative. */
  readonly weights: Float64Array
  readonly muEff: number
  readonly cSigma: number
  readonly dSigma: number
  readonly cC: number
  readonly c1: number
  readonly cMu: number
  /** E||N(0, I)|| */
  readonly chiN: number
}

/** Default number of samples of a generation. @see Hansen 2023, equation 48 */
export const populationOf = (n: number): number => 4 + Math.floor(3 * Math.log(n))

/**
 * The tutorial's default parameters, negative weights included. With a diagonal covariance matrix c1 and cMu are (n + 2) / 3
 * times as large, since n numbers are learnt instead of n^2 / 2.
 * @see Hansen 2023, "The CMA evolution strategy: a tutorial" (arXiv 1604.00772v2), table 1; Ros & Hansen 2008, section 2.2
 */
export const parametersOf = (n: number, lambda: number, diagonal = false): CmaParameters => {
  const raw = Float64Array.from({ length: lambda }, (_, i) => Math.log((lambda + 1) / 2) - Math.log(i + 1))
  const mu = Math.floor(lambda / 2)
  const muEff = effective(raw.subarray(0, mu))
  const muEffMinus = effective(raw.subarray(mu))

  const scale = diagonal ? (n + 2) / 3 : 1
  const c1 = Math.min(1, (scale * 2) / ((n + 1.3) ** 2 + muEff))
  const cMu = Math.min(1 - c1, (scale * 2 * (1 / 4 + muEff + 1 / muEff - 2)) / ((n + 2) ** 2 + muEff))

  const negative = Math.min(
    1 + c1 / cMu, // no decay of C but by what replaces it
    1 + (2 * muEffMinus) / (muEff + 2),
    (1 - c1 - cMu) / (n * cMu), // C stays positive definite
  )
  const positiveSum = raw.subarray(0, mu).reduce((sum, w) => sum + w, 0)
  const negativeSum = -raw.subarray(mu).reduce((sum, w) => sum + w, 0)
  const weights = raw.map(w => (w >= 0 ? w / positiveSum : (negative * w) / negativeSum))

  const cSigma = (muEff + 2) / (n + muEff + 5)
  const dSigma = 1 + 2 * Math.max(0, Math.sqrt((muEff - 1) / (n + 1)) - 1) + cSigma
  const cC = (4 + muEff / n) / (n + 4 + (2 * muEff) / n)
  const chiN = Math.sqrt(n) * (1 - 1 / (4 * n) + 1 / (21 * n ** 2))
  return { n, lambda, mu, weights, muEff, cSigma, dSigma, cC, c1, cMu, chiN }
}

/** (sum w)^2 / sum w^2 */
const effective = (weights: Float64Array): number => {
  let [sum, squares] = [0, 0]
  for (const weight of weights) {
    sum += weight
    squares += weight ** 2
  }
  return sum ** 2 / squares
}
