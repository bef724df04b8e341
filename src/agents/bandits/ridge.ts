import type { Json } from '../../core/index.js'
import { type Range, Rewards } from './rewards.js'

/**
 * Ridge regression, row by row: theta = A^-1 b with A = I + sum of x x' and b = sum of r x, rewards rescaled to [0, 1] as in `Rewards`. A row counts in
 * A once it is pulled, so that parallel pulls spread; with b it waits for its reward.
 */
export class Ridge {
  readonly #d: number
  /** A^-1 of the rows told, row-major. */
  readonly #told: Float64Array
  /** Rows that wait for their rewards. */
  readonly #pending: Float64Array[]
  /** sum of r x, r as it came. */
  readonly #b: Float64Array
  /** sum of x: b of the rescaled rewards is (b - low s) / (high - low). */
  readonly #s: Float64Array
  readonly #rewards: Rewards

  constructor(from: number | Json) {
    const saved = typeof from === 'number' ? undefined : (from as unknown as Saved)
    this.#d = saved?.b.length ?? (from as number)
    this.#told = Float64Array.from(saved?.told ?? identity(this.#d))
    this.#pending = saved?.pending.map(row => Float64Array.from(row)) ?? []
    this.#b = Float64Array.from(saved?.b ?? new Float64Array(this.#d))
    this.#s = Float64Array.from(saved?.s ?? new Float64Array(this.#d))
    this.#rewards = new Rewards(saved?.range)
  }

  pull(x: Float64Array): void {
    this.#pending.push(x)
  }

  learn(x: Float64Array, reward: number, isOwn: boolean): void {
    if (isOwn) {
      const row = this.#pending.findIndex(other => other.every((value, i) => value === x[i]))
      if (row >= 0) this.#pending.splice(row, 1)
    }
    addRow(this.#told, x)
    for (let i = 0; i < this.#d; i++) {
      this.#b[i] = (this.#b[i] as number) + reward * (x[i] as number)
      this.#s[i] = (this.#s[i] as number) + (x[i] as number)
    }
    this.#rewards.see(reward)
  }

  theta(): Float64Array {
    const { low, spread } = this.#rewards
    return spread === Number.POSITIVE_INFINITY
      ? new Float64Array(this.#d)
      : times(
          this.#told,
          this.#b.map((b, i) => (b - low * (this.#s[i] as number)) / spread),
        )
  }

  /** A^-1, pending rows among them. */
  inverse(): Float64Array {
    const inverse = this.#told.slice()
    for (const row of this.#pending) addRow(inverse, row)
    return inverse
  }

  /** x' A^-1 x, as a function of x. */
  variance(): (x: Float64Array) => number {
    const inverse = this.inverse()
    return x => dot(times(inverse, x), x)
  }

  save(): Json {
    return {
      told: [...this.#told],
      pending: this.#pending.map(row => [...row]),
      b: [...this.#b],
      s: [...this.#s],
      range: this.#rewards.save(),
    } satisfies Saved as unknown as Json
  }
}

interface Saved {
  readonly told: readonly number[]
  readonly pending: readonly (readonly number[])[]
  readonly b: readonly number[]
  readonly s: readonly number[]
  readonly range: Range
}

const identity = (d: number): Float64Array => Float64Array.from({ length: d * d }, (_, i) => Number(i % (d + 1) === 0))

export const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += (a[i] as number) * (b[i] as number)
  return sum
}

const times = (matrix: Float64Array, x: Float64Array): Float64Array => {
  const d = x.length
  const product = new Float64Array(d)
  for (let i = 0; i < d; i++) {
    let sum = 0
    for (let k = 0; k < d; k++) sum += (matrix[i * d + k] as number) * (x[k] as number)
    product[i] = sum
  }
  return product
}

/** (A + x x')^-1 from A^-1, in place. @see Sherman & Morrison 1950 */
const addRow = (inverse: Float64Array, x: Float64Array): void => {
  const d = x.length
  const y = times(inverse, x)
  const scale = 1 / (1 + dot(y, x))
  for (let i = 0; i < d; i++)
    for (let k = 0; k < d; k++)
      inverse[i * d + k] = (inverse[i * d + k] as number) - scale * (y[i] as number) * (y[k] as number)
}
