import type { Json } from '../../core/index.js'
import type { Coordinates } from './coordinates.js'
import { GaussianProcess } from './gaussian-process.js'
import { type Hyperparameters, modeOf, type Prior } from './hyperparameters.js'
import { mostLikely } from './marginal-likelihood.js'

/** From one fit to the next come as many new points as a twentieth of those that it held, so that a trial's share of a fit grows with n^2 only. */
const GROWTH = 1 / 20
/** Up to so many points the optimiser starts from the priors' mode too, later from the last fit alone. */
const FRESH_STARTS = 50

/** A Gaussian process of all points, or of some of them. */
export interface Fitted {
  readonly process: GaussianProcess
  /** Which points it holds, in the order in which they were added. */
  readonly rows: readonly number[]
}

/**
 * A Gaussian process that grows with its data. Its hyperparameters are fitted on a schedule, each time from those of the last time on;
 * in between, points are added to the factor of the covariance. At a fit it holds `capacity` points at most: of more, half those with
 * the least targets and half the latest. Time and memory of a trial are bounded by that.
 */
export class Surrogate {
  readonly #coordinates: Coordinates
  readonly #capacity: number
  readonly #prior: Prior
  /** The last fit: how many points there were, and which of them it held. */
  #fit:
    | { readonly hyperparameters: Hyperparameters; readonly points: number; readonly rows: readonly number[] }
    | undefined
  #fitted: { readonly process: GaussianProcess; readonly rows: number[] } | undefined

  constructor(coordinates: Coordinates, capacity: number, prior: Prior, saved: Json = null) {
    this.#coordinates = coordinates
    this.#capacity = capacity
    this.#prior = prior
    if (saved === null) return
    const { lengthscales, rows, points, ...rest } = saved as unknown as Saved
    this.#fit = { hyperparameters: { ...rest, lengthscales: Float64Array.from(lengthscales) }, points, rows }
  }

  /** Of points to which new ones are added at the end only, and of their targets, which may all change; believing its predictions at pending points. */
  of(points: readonly Float64Array[], targets: Float64Array, pending: readonly Float64Array[] = []): Fitted {
    if (this.#fit === undefined || points.length >= this.#fit.points + GROWTH * this.#fit.rows.length) {
      const rows = chosenRows(targets, this.#capacity)
      const { hyperparameters } = this.#fit ?? { hyperparameters: undefined }
      const mode = modeOf(this.#coordinates.dimension, this.#prior)
      const starts = hyperparameters === undefined ? [mode] : [hyperparameters]
      if (hyperparameters !== undefined && points.length <= FRESH_STARTS) starts.push(mode)
      const chosen = rows.map(row => points[row] as Float64Array)
      this.#fit = {
        hyperparameters: mostLikely(this.#coordinates, chosen, pick(targets, rows), starts, this.#prior),
        points: points.length,
        rows,
      }
      this.#fitted = undefined
    }
    const { hyperparameters, points: known, rows: held } = this.#fit
    this.#fitted ??= { process: new GaussianProcess(this.#coordinates, hyperparameters), rows: [] }
    const { process, rows } = this.#fitted
    process.forget()
    for (let i = rows.length; i < held.length + points.length - known; i++) {
      const row = held[i] ?? known + i - held.length
      rows.push(row)
      process.add(points[row] as Float64Array)
    }
    process.condition(pick(targets, rows))
    for (const point of pending) process.believe(point)
    return { process, rows }
  }

  save(): Json {
    if (this.#fit === undefined) return null
    const { hyperparameters, points, rows } = this.#fit
    return {
      ...hyperparameters,
      lengthscales: [...hyperparameters.lengthscales],
      points,
      rows,
    } satisfies Saved as unknown as Json
  }
}

interface Saved extends Omit<Hyperparameters, 'lengthscales'> {
  readonly lengthscales: readonly number[]
  readonly points: number
  readonly rows: readonly number[]
}

const pick = (values: Float64Array, rows: readonly number[]): Float64Array =>
  Float64Array.from(rows, row => values[row] as number)

/** In ascending order. */
const chosenRows = (targets: Float64Array, capacity: number): number[] => {
  const all = Array.from(targets.keys())
  if (all.length <= capacity) return all
  const latest = all.slice(-Math.ceil(capacity / 2))
  const least = all
    .slice(0, -latest.length)
    .sort((a, b) => (targets[a] as number) - (targets[b] as number) || a - b)
    .slice(0, capacity - latest.length)
  return [...least.sort((a, b) => a - b), ...latest]
}
