import type { Json } from '../core/index.js'

/**
 * Mean and variance of rows of numbers that come one after the other, one of each per column; no row is kept. Batches that were seen apart
 * can be merged.
 *
 * @see Welford 1962 for one row; Chan, Golub & LeVeque 1983, "Algorithms for computing the sample variance", for two batches
 */
export class RunningMoments {
  /** Numbers in a row. */
  readonly size: number
  #count: number
  readonly #mean: Float64Array
  /** Sum of the squared distances from the mean. */
  readonly #squares: Float64Array

  /** @param prior Rows of mean 0 and variance 1 that count as seen before, also a part of one. Default: 0. */
  constructor(size: number, prior = 0) {
    this.size = size
    this.#count = prior
    this.#mean = new Float64Array(size)
    this.#squares = new Float64Array(size).fill(prior)
  }

  /** Rows so far, the prior included. */
  get count(): number {
    return this.#count
  }

  /** Mean of a column; 0 before the first row. */
  mean(column: number): number {
    return this.#mean[column] as number
  }

  /** Variance of a column, of the rows as a whole population; 0 before the first row. */
  variance(column: number): number {
    return this.#count > 0 ? (this.#squares[column] as number) / this.#count : 0
  }

  add(row: ArrayLike<number>): void {
    expectSize(this.size, row.length)
    this.#count++
    for (let i = 0; i < this.size; i++) {
      const distance = (row[i] as number) - (this.#mean[i] as number)
      this.#mean[i] = (this.#mean[i] as number) + distance / this.#count
      this.#squares[i] = (this.#squares[i] as number) + distance * ((row[i] as number) - (this.#mean[i] as number))
    }
  }

  /** Takes in what another one saw, as if its rows had been added here. */
  merge(other: RunningMoments): void {
    expectSize(this.size, other.size)
    const count = this.#count + other.#count
    if (other.#count === 0) return
    for (let i = 0; i < this.size; i++) {
      const distance = (other.#mean[i] as number) - (this.#mean[i] as number)
      this.#squares[i] =
        (this.#squares[i] as number) +
        (other.#squares[i] as number) +
        (distance ** 2 * this.#count * other.#count) / count
      this.#mean[i] = (this.#mean[i] as number) + (distance * other.#count) / count
    }
    this.#count = count
  }

  toJSON(): { readonly count: number; readonly mean: readonly number[]; readonly squares: readonly number[] } {
    return { count: this.#count, mean: [...this.#mean], squares: [...this.#squares] }
  }

  /** What `toJSON` gave, to go on with. Throws a RangeError for anything else. */
  static fromJSON(json: Json): RunningMoments {
    const { count, mean, squares } = (json ?? {}) as { count?: unknown; mean?: unknown; squares?: unknown }
    if (!(isNumber(count) && isRow(mean) && isRow(squares) && mean.length === squares.length))
      throw new RangeError(`expected saved moments ({ count, mean, squares }), got ${JSON.stringify(json)}`)
    const moments = new RunningMoments(mean.length, count)
    moments.#mean.set(mean)
    moments.#squares.set(squares)
    return moments
  }
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value)
const isRow = (value: unknown): value is number[] => Array.isArray(value) && value.every(isNumber)

const expectSize = (size: number, got: number): void => {
  if (got !== size) throw new RangeError(`expected ${size} numbers, got ${got}`)
}
