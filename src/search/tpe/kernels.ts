import type { Rng } from '../../core/index.js'

/** The part of a kernel mixture that belongs to one axis. */
export interface Kernels {
  draw(kernel: number, rng: Rng): number
  /** Adds the log density at x of each kernel to `terms`. */
  addTo(terms: Float64Array, x: number): void
}
