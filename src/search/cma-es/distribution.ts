import type { Rng } from '../../core/index.js'
import { symmetricEigen } from '../../numeric/index.js'
import { type CmaParameters, parametersOf } from './parameters.js'

/** Where a run starts. */
export interface DistributionStart {
  readonly mean: Float64Array
  readonly sigma: number
  readonly lambda: number
  readonly diagonal: boolean
}

/**
 * The normal distribution N(m, sigma^2 C) that a run samples from, and how a ranked generation changes it.
 * Symbols and order are those of the tutorial's figure 6. A diagonal C has its diagonal as both `covariance` and axes.
 * @see Hansen 2023, "The CMA evolution strategy: a tutorial"; Ros & Hansen 2008 for the diagonal form
 */
export class Distribution {
  readonly parameters: CmaParameters
  readonly diagonal: boolean
  /** m; the margin correction moves it. */
  readonly mean: Float64Array
  sigma: number
  /** Updates so far. */
  generation = 0
  /** C by rows, or its diagonal. */
  #C: Float64Array
  /** C = B D^2 B^T as of the last decomposition; row k of `B` is column k of the tutorial's. Empty where C is diagonal. */
  #B: Float64Array
  #D: Float64Array
  #decomposed = 0
  readonly #pSigma: Float64Array
  readonly #pC: Float64Array

  constructor({ mean, sigma, lambda, diagonal }: DistributionStart) {
    const n = mean.length
    this.parameters = parametersOf(n, lambda, diagonal)
    this.diagonal = diagonal
    this.mean = mean.slice()
    this.sigma = sigma
    this.#C = diagonal ? new Float64Array(n).fill(1) : identity(n)
    this.#B = diagonal ? new Float64Array(0) : identity(n)
    this.#D = new Float64Array(n).fill(1)
    this.#pSigma = new Float64Array(n)
    this.#pC = new Float64Array(n)
  }

  /** Everything that changes, for `restore`. */
  save(): Float64Array {
    const arrays = this.#arrays
    const saved = new Float64Array(3 + arrays.reduce((sum, array) => sum + array.length, 0))
    saved.set([this.sigma, this.generation, this.#decomposed])
    let at = 3
    for (const array of arrays) {
      saved.set(array, at)
      at += array.length
    }
    return saved
  }

  restore(saved: Float64Array): void {
    ;[this.sigma, this.generation, this.#decomposed] = saved as unknown as [number, number, number]
    let at = 3
    for (const array of this.#arrays) {
      array.set(saved.subarray(at, at + array.length))
      at += array.length
    }
  }

  get #arrays(): readonly Float64Array[] {
    return [this.mean, this.#pSigma, this.#pC, this.#D, this.#C, this.#B]
  }

  /** C[i, j] */
  covariance(i: number, j: number): number {
    const { n } = this.parameters
    if (this.diagonal) return i === j ? (this.#C[i] as number) : 0
    return this.#C[i * n + j] as number
  }

  /** Lengths D of the axes of C, and one of the axes times its length (for stopping criteria). */
  get axisLengths(): Float64Array {
    return this.#D
  }
  axis(k: number): Float64Array {
    const z = new Float64Array(this.parameters.n)
    z[k] = 1
    return this.#colour(z)
  }
  get path(): Float64Array {
    return this.#pC
  }

  /** y ~ N(0, C) */
  sample(rng: Rng): Float64Array {
    return this.#colour(Float64Array.from({ length: this.parameters.n }, () => rng.normal()))
  }

  /** ||C^(-1/2) y|| */
  norm(y: Float64Array): number {
    return lengthOf(this.#rotated(y))
  }

  /** Learns from a generation: its lambda steps y = (x - m) / sigma, from best to worst. */
  update(steps: readonly Float64Array[]): void {
    const { n, lambda, mu, weights, muEff, cSigma, dSigma, cC, c1, cMu, chiN } = this.parameters
    const [m, pSigma, pC] = [this.mean, this.#pSigma, this.#pC]
    this.generation++

    // Selection and recombination
    const y = new Float64Array(n)
    for (let i = 0; i < mu; i++) {
      const [weight, step] = [weights[i] as number, steps[i] as Float64Array]
      for (let j = 0; j < n; j++) y[j] = (y[j] as number) + weight * (step[j] as number)
    }
    for (let j = 0; j < n; j++) m[j] = (m[j] as number) + this.sigma * (y[j] as number)

    // Step-size control
    const white = this.#unrotated(this.#rotated(y))
    for (let j = 0; j < n; j++) {
      pSigma[j] = (1 - cSigma) * (pSigma[j] as number) + Math.sqrt(cSigma * (2 - cSigma) * muEff) * (white[j] as number)
    }
    const length = lengthOf(pSigma)
    // At most a factor of e a generation, for injected solutions: Hansen 2011, equation 10.
    this.sigma *= Math.exp(Math.min(1, (cSigma / dSigma) * (length / chiN - 1)))

    // Covariance matrix adaptation
    const fresh = Math.sqrt(1 - (1 - cSigma) ** (2 * this.generation))
    const hSigma = length / fresh < (1.4 + 2 / (n + 1)) * chiN ? 1 : 0
    for (let j = 0; j < n; j++) {
      pC[j] = (1 - cC) * (pC[j] as number) + hSigma * Math.sqrt(cC * (2 - cC) * muEff) * (y[j] as number)
    }
    let sumOfWeights = 0
    for (const weight of weights) sumOfWeights += weight
    this.#scale(1 + c1 * (1 - hSigma) * cC * (2 - cC) - c1 - cMu * sumOfWeights)
    this.#add(c1, pC)
    for (let i = 0; i < lambda; i++) {
      const [weight, step] = [weights[i] as number, steps[i] as Float64Array]
      const stretch = weight >= 0 ? 1 : n / this.norm(step) ** 2
      // A step of length 0, as of a trial of the caller that lies at the mean, points nowhere.
      if (Number.isFinite(stretch)) this.#add(cMu * weight * stretch, step)
    }
    this.#decompose()
  }

  #scale(factor: number): void {
    for (let i = 0; i < this.#C.length; i++) this.#C[i] = (this.#C[i] as number) * factor
  }

  /** C + factor v v^T */
  #add(factor: number, v: Float64Array): void {
    const C = this.#C
    const n = v.length
    for (let i = 0; i < n; i++) {
      const f = factor * (v[i] as number)
      if (this.diagonal) C[i] = (C[i] as number) + f * (v[i] as number)
      else {
        for (let j = i; j < n; j++) {
          C[i * n + j] = (C[i * n + j] as number) + f * (v[j] as number)
          C[j * n + i] = C[i * n + j] as number
        }
      }
    }
  }

  /** As rarely as makes it no more expensive than the update itself. @see Hansen 2023, appendix B.2 */
  #decompose(): void {
    const { n, c1, cMu } = this.parameters
    if (this.diagonal) {
      this.#D = this.#C.map(Math.sqrt)
      return
    }
    if (this.generation - this.#decomposed < 1 / (10 * n * (c1 + cMu))) return
    const { values, vectors } = symmetricEigen(this.#C, n)
    this.#B = vectors
    this.#D = values.map(value => Math.sqrt(Math.max(value, 0)))
    this.#decomposed = this.generation
  }

  /** B D z */
  #colour(z: Float64Array): Float64Array {
    return this.#unrotated(z.map((zk, k) => zk * (this.#D[k] as number)))
  }

  /** D^-1 B^T y */
  #rotated(y: Float64Array): Float64Array {
    const [B, D, n] = [this.#B, this.#D, y.length]
    const z = new Float64Array(n)
    for (let k = 0; k < n; k++) {
      let sum = 0
      if (this.diagonal) sum = y[k] as number
      else for (let j = 0; j < n; j++) sum += (B[k * n + j] as number) * (y[j] as number)
      z[k] = sum / (D[k] as number)
    }
    return z
  }

  /** B z */
  #unrotated(z: Float64Array): Float64Array {
    if (this.diagonal) return z
    const [B, n] = [this.#B, z.length]
    const y = new Float64Array(n)
    for (let k = 0; k < n; k++) {
      const zk = z[k] as number
      for (let j = 0; j < n; j++) y[j] = (y[j] as number) + (B[k * n + j] as number) * zk
    }
    return y
  }
}

const lengthOf = (v: Float64Array): number => {
  let squares = 0
  for (const value of v) squares += value ** 2
  return Math.sqrt(squares)
}

const identity = (n: number): Float64Array => {
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) matrix[i * n + i] = 1
  return matrix
}
