import type { Rng } from '../../core/index.js'

/**
 * Simulated binary crossover of two places in [0, 1]: one of its two children, either with equal chance. The spread factor
 * is drawn so that no child leaves the bounds (the bounded form). A large `eta` keeps children near to their parents.
 * @see Deb & Agrawal 1995; the bounded form is that of Deb's NSGA-II code
 */
export const simulatedBinary = (a: number, b: number, eta: number, rng: Rng): number => {
  const [low, high] = [Math.min(a, b), Math.max(a, b)]
  const gap = high - low
  if (gap < 1e-14) return a
  const lower = rng.next() < 0.5
  const beta = 1 + (2 * (lower ? low : 1 - high)) / gap
  const alpha = 2 - beta ** -(eta + 1)
  const u = rng.next()
  const spread = (u <= 1 / alpha ? u * alpha : 1 / (2 - u * alpha)) ** (1 / (eta + 1))
  const child = (low + high + (lower ? -spread : spread) * gap) / 2
  return Math.min(1, Math.max(0, child))
}
