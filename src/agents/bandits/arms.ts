import type { Json } from '../../core/index.js'

/**
 * What is known of each arm. Pulls count as soon as they are proposed. Rewards are rescaled to [0, 1] by the least and the largest one seen so
 * far, as most bounds want them, so that one extreme reward (say, of a failure) makes all others look alike.
 */
export class Arms {
  readonly #pulls: number[]
  readonly #told: number[]
  readonly #means: number[]
  /** Sum of the squared distances from the mean. */
  readonly #squares: number[]
  #low: number
  #high: number

  constructor(count: number, saved?: Json) {
    const { pulls, told, means, squares, range } = (saved ?? {}) as Partial<Saved>
    const zeros = (): number[] => new Array<number>(count).fill(0)
    this.#pulls = pulls?.slice() ?? zeros()
    this.#told = told?.slice() ?? zeros()
    this.#means = means?.slice() ?? zeros()
    this.#squares = squares?.slice() ?? zeros()
    const [low, high] = range ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    this.#low = low
    this.#high = high
  }

  get count(): number {
    return this.#pulls.length
  }

  /** n: pulls of all arms. */
  get total(): number {
    return this.#pulls.reduce((sum, n) => sum + n, 0)
  }

  /** n_j */
  pulls(j: number): number {
    return this.#pulls[j] as number
  }

  /** Mean reward, 0 to 1; 1 while all pulls are pending, 0 where all rewards seen are equal. */
  mean(j: number): number {
    if (this.#told[j] === 0) return 1
    if (!(this.#high > this.#low)) return 0
    // Rounding may lead past an end, where a divergence is no number.
    const mean = ((this.#means[j] as number) - this.#low) / (this.#high - this.#low)
    return Math.min(1, Math.max(0, mean))
  }

  /** Variance of the rewards, 0 to 1/4; that of a coin while all pulls are pending. */
  variance(j: number): number {
    const n = this.#told[j] as number
    if (n === 0) return 0.25
    return this.#high > this.#low ? (this.#squares[j] as number) / n / (this.#high - this.#low) ** 2 : 0
  }

  /** Counts a pull; answers how many there are now. */
  pull(j: number): number {
    this.#pulls[j] = this.pulls(j) + 1
    return this.pulls(j)
  }

  /** Takes in the reward of a pull. @see Welford 1962, "Note on a method for calculating corrected sums of squares and products" */
  reward(j: number, reward: number): void {
    const n = (this.#told[j] as number) + 1
    const distance = reward - (this.#means[j] as number)
    const mean = (this.#means[j] as number) + distance / n
    this.#told[j] = n
    this.#means[j] = mean
    this.#squares[j] = (this.#squares[j] as number) + distance * (reward - mean)
    this.#low = Math.min(this.#low, reward)
    this.#high = Math.max(this.#high, reward)
  }

  save(): Json {
    const range: Saved['range'] = this.#low <= this.#high ? [this.#low, this.#high] : null
    return {
      pulls: [...this.#pulls],
      told: [...this.#told],
      means: [...this.#means],
      squares: [...this.#squares],
      range: range && [...range],
    }
  }
}

interface Saved {
  readonly pulls: readonly number[]
  readonly told: readonly number[]
  readonly means: readonly number[]
  readonly squares: readonly number[]
  readonly range: readonly [low: number, high: number] | null
}
