import type { Json } from '../../core/index.js'
import { type Range, Rewards } from './rewards.js'

/** What is known of each arm. Pulls count as soon as they are proposed; see `Rewards` for how rewards are rescaled to [0, 1]. */
export class Arms {
  readonly #pending: number[]
  readonly #told: number[]
  readonly #means: number[]
  /** Sum of the squared distances from the mean. */
  readonly #squares: number[]
  readonly #rewards: Rewards
  #total: number

  constructor(count: number, saved?: Json) {
    const { pending, told, means, squares, range } = (saved ?? {}) as Partial<Saved>
    const zeros = (): number[] => new Array<number>(count).fill(0)
    this.#pending = pending?.slice() ?? zeros()
    this.#told = told?.slice() ?? zeros()
    this.#means = means?.slice() ?? zeros()
    this.#squares = squares?.slice() ?? zeros()
    this.#rewards = new Rewards(range)
    this.#total = [...this.#pending, ...this.#told].reduce((sum, n) => sum + n, 0)
  }

  /** n: pulls of all arms. */
  get total(): number {
    return this.#total
  }

  /** n_j, pending ones among them. */
  pulls(j: number): number {
    return (this.#told[j] as number) + (this.#pending[j] as number)
  }

  /** Pulls whose reward is known. */
  told(j: number): number {
    return this.#told[j] as number
  }

  /** Mean reward, 0 to 1; 1 while all pulls are pending, 0 where all rewards seen are equal. */
  mean(j: number): number {
    return this.#told[j] === 0 ? 1 : this.#rewards.rescaled(this.#means[j] as number)
  }

  /** Mean reward as it came; NaN while all pulls are pending. */
  rawMean(j: number): number {
    return this.#told[j] === 0 ? Number.NaN : (this.#means[j] as number)
  }

  /** Width of the range of all rewards seen; Infinity while they are all equal. */
  get spread(): number {
    return this.#rewards.spread
  }

  /** Variance of the rewards, 0 to 1/4; that of a coin while all pulls are pending. */
  variance(j: number): number {
    const n = this.#told[j] as number
    return n === 0 ? 0.25 : (this.#squares[j] as number) / n / this.#rewards.spread ** 2
  }

  /** Counts a pull. */
  pull(j: number): void {
    this.#pending[j] = (this.#pending[j] as number) + 1
    this.#total++
  }

  /** Takes in a reward, of a pull where `isOwn`. @see Welford 1962, "Note on a method for calculating corrected sums of squares and products" */
  reward(j: number, reward: number, isOwn: boolean): void {
    if (isOwn) this.#pending[j] = (this.#pending[j] as number) - 1
    else this.#total++
    const n = (this.#told[j] as number) + 1
    const distance = reward - (this.#means[j] as number)
    const mean = (this.#means[j] as number) + distance / n
    this.#told[j] = n
    this.#means[j] = mean
    this.#squares[j] = (this.#squares[j] as number) + distance * (reward - mean)
    this.#rewards.see(reward)
  }

  save(): Json {
    return {
      pending: [...this.#pending],
      told: [...this.#told],
      means: [...this.#means],
      squares: [...this.#squares],
      range: this.#rewards.save(),
    }
  }
}

interface Saved {
  readonly pending: readonly number[]
  readonly told: readonly number[]
  readonly means: readonly number[]
  readonly squares: readonly number[]
  readonly range: Range
}
