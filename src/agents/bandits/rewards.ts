/** The least and the largest reward seen; null before the first one. */
export type Range = readonly [low: number, high: number] | null

/**
 * Rescales rewards to [0, 1], as most bounds want them, by the least and the largest one seen so far; so one extreme reward (say, of a
 * failure) makes all others look alike.
 */
export class Rewards {
  #low: number
  #high: number

  constructor(range: Range | undefined) {
    const [low, high] = range ?? [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
    this.#low = low
    this.#high = high
  }

  see(reward: number): void {
    this.#low = Math.min(this.#low, reward)
    this.#high = Math.max(this.#high, reward)
  }

  get low(): number {
    return this.#low
  }

  /** Width of the range; Infinity while it is empty, so that what is divided by it is 0. */
  get spread(): number {
    return this.#high > this.#low ? this.#high - this.#low : Number.POSITIVE_INFINITY
  }

  /** 0 where all rewards seen are equal. Rounding may lead a mean past an end, where a divergence is no number: it is kept within. */
  rescaled(reward: number): number {
    const rescaled = (reward - this.#low) / this.spread
    return Math.min(1, Math.max(0, rescaled))
  }

  save(): Range {
    return this.#low <= this.#high ? [this.#low, this.#high] : null
  }
}
