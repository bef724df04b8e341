import type { Rng } from '../../core/index.js'

/**
 * Polynomial mutation of a place in [0, 1], in its bounded form. A large `eta` keeps it near.
 * @see Deb & Goyal 1996; the bounded form is that of Deb's NSGA-II code
 */
export const polynomial = (place: number, eta: number, rng: Rng): number => {
  const u = rng.next()
  const delta =
    u < 0.5
      ? (2 * u + (1 - 2 * u) * (1 - place) ** (eta + 1)) ** (1 / (eta + 1)) - 1
      : 1 - (2 * (1 - u) + 2 * (u - 0.5) * place ** (eta + 1)) ** (1 / (eta + 1))
  return Math.min(1, Math.max(0, place + delta))
}
