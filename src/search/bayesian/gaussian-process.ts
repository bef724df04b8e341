import { Cholesky } from '../../numeric/index.js'
import { type Coordinates, weightedDistance } from './coordinates.js'
import type { Hyperparameters } from './hyperparameters.js'
import { matern52 } from './matern.js'

/** What a process expects at a point; of the function itself, without noise. */
export interface Prediction {
  readonly mean: number
  readonly variance: number
}

/**
 * A Gaussian process with Matern's kernel, one lengthscale for each coordinate. Points are added one by one, each in time n^2; the targets
 * may change without that.
 * @see Rasmussen & Williams 2006, algorithm 2.1
 */
export class GaussianProcess {
  readonly hyperparameters: Hyperparameters
  readonly #coordinates: Coordinates
  readonly #weights: Float64Array
  readonly #points: Float64Array[] = []
  readonly #cholesky = new Cholesky()
  #alpha: Float64Array = new Float64Array()
  /** Points with a target; those behind them are believed. */
  #told = 0
  #row = new Float64Array(64)

  constructor(coordinates: Coordinates, hyperparameters: Hyperparameters) {
    this.#coordinates = coordinates
    this.hyperparameters = hyperparameters
    this.#weights = hyperparameters.lengthscales.map(lengthscale => 1 / lengthscale ** 2)
  }

  add(point: Float64Array): void {
    this.#append(point)
    this.#told++
  }

  /** The targets of all points added so far, in their order. */
  condition(targets: Float64Array): void {
    this.#alpha = targets.map(target => target - this.hyperparameters.mean)
    this.#cholesky.solve(this.#alpha)
  }

  /**
   * Expects at a point what it predicts there, until `forget`. That changes no mean, and makes variances smaller (kriging believer).
   * @see Ginsbourger, Le Riche & Carraro 2010, "Kriging is well-suited to parallelize optimization"
   */
  believe(point: Float64Array): void {
    this.#append(point)
  }

  forget(): void {
    this.#points.length = this.#told
    this.#cholesky.truncate(this.#told)
  }

  predict(point: Float64Array): Prediction {
    const { mean, variance } = this.hyperparameters
    const row = this.#covariances(point)
    let sum = mean
    for (let i = 0; i < this.#told; i++) sum += (row[i] as number) * (this.#alpha[i] as number)
    this.#cholesky.solveLower(row)
    let explained = 0
    for (let i = 0; i < this.#points.length; i++) explained += (row[i] as number) ** 2
    return { mean: sum, variance: Math.max(variance - explained, Number.EPSILON * variance) }
  }

  /** What it predicts at point number i that was added, whose target is `target`: the noise is taken out of it. */
  smoothed(i: number, target: number): number {
    return target - this.hyperparameters.noise * (this.#alpha[i] as number)
  }

  /** Covariances with all points, in an array that the next call overwrites. */
  #covariances(point: Float64Array): Float64Array {
    const n = this.#points.length
    if (n >= this.#row.length) this.#row = new Float64Array(2 * n)
    const row = this.#row
    const { variance } = this.hyperparameters
    for (let i = 0; i < n; i++) {
      row[i] =
        variance * matern52(weightedDistance(this.#coordinates, this.#weights, point, this.#points[i] as Float64Array))
    }
    return row
  }

  #append(point: Float64Array): void {
    const row = this.#covariances(point)
    const { variance, noise } = this.hyperparameters
    row[this.#points.length] = variance + noise
    // Rounding alone can make it fail; with more noise at this point it cannot.
    for (let more = noise; !this.#cholesky.append(row); more *= 10) row[this.#points.length] = variance + noise + more
    this.#points.push(point)
  }
}
