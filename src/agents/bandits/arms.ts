import type { Json } from '../../core/index.js'

/**
 * What is known of each arm. Pulls count as soon as they are proposed. Rewards are rescaled to [0, 1] by the least and the largest one seen so
 * far, as most bounds want them, so that one extreme reward (say, of a failure) makes all others look alike.
 */
export class Arms {
  readonly #pulls: number[]
  readonly #told: number[]
  readonly #sums: number[]
  readonly #squares: number[]
  #low: number
  #high: number

  constructor(count: number, saved?: Json) {
    const { pulls, told, sums, squares, range } = (saved ?? {}) as Partial<Saved>
    const zeros = (): number[] => new Array<number>(count).fill(0)
    this.#pulls = pulls?.slice() ?? zeros()
    this.#told = told?.slice() ?? zeros()
    this.#sums = sums?.slice() ?? zeros()
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
    const n = this.#told[j] as number
    if (n === 0) return 1
    return this.#high > this.#low ? ((this.#sums[j] as number) / n - this.#low) / (this.#high - this.#low) : 0
  }

  /** Variance of the rewards, 0 to 1/4; that of a coin while all pulls are pending. */
  variance(j: number): number {
    const n = this.#told[j] as number
    if (n === 0) return 0.25
    if (!(this.#high > this.#low)) return 0
    const mean = (this.#sums[j] as number) / n
    return Math.max(0, (this.#squares[j] as number) / n - mean ** 2) / (this.#high - this.#low) ** 2
  }

  /** Counts a pull; answers how many there are now. */
  pull(j: number): number {
    this.#pulls[j] = this.pulls(j) + 1
    return this.pulls(j)
  }

  /** Takes in the reward of a pull. */
  reward(j: number, reward: number): void {
    this.#told[j] = (this.#told[j] as number) + 1
    this.#sums[j] = (this.#sums[j] as number) + reward
    this.#squares[j] = (this.#squares[j] as number) + reward ** 2
    this.#low = Math.min(this.#low, reward)
    this.#high = Math.max(this.#high, reward)
  }

  save(): Json {
    const range: Saved['range'] = this.#low <= this.#high ? [this.#low, this.#high] : null
    return {
      pulls: [...this.#pulls],
      told: [...this.#told],
      sums: [...this.#sums],
      squares: [...this.#squares],
      range: range && [...range],
    }
  }
}

interface Saved {
  readonly pulls: readonly number[]
  readonly told: readonly number[]
  readonly sums: readonly number[]
  readonly squares: readonly number[]
  readonly range: readonly [low: number, high: number] | null
}
