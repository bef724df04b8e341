import type { Rng } from '../core/index.js'
import type { Point } from './dominance.js'

export interface HypervolumeEstimate {
  readonly volume: number
  /** Of `volume`; above 0 also where all samples agree. */
  readonly standardError: number
}

/**
 * Hypervolume by uniform samples of the box between the best loss in each objective and the reference: for more objectives than
 * `hypervolume` is made for. Unbiased; O(samples * points * objectives) at worst, and the error falls with the root of `samples`.
 * @see Bader & Zitzler 2011, "HypE: an algorithm for fast hypervolume-based many-objective optimization"; the standard
 * error is the binomial one with a hit and a miss added (Laplace's rule of succession)
 */
export const estimateHypervolume = (
  points: readonly Point[],
  reference: Point,
  rng: Rng,
  samples = 10_000,
): HypervolumeEstimate => {
  const inside = points.filter(point => reference.every((bound, m) => (point[m] as number) < bound))
  if (inside.length === 0) return { volume: 0, standardError: 0 }
  const ideal = reference.map((_, m) => Math.min(...inside.map(point => point[m] as number)))
  const box = reference.reduce((product, bound, m) => product * (bound - (ideal[m] as number)), 1)
  const sample = new Float64Array(reference.length)
  let hits = 0
  for (let s = 0; s < samples; s++) {
    for (let m = 0; m < sample.length; m++) {
      const low = ideal[m] as number
      sample[m] = low + rng.next() * ((reference[m] as number) - low)
    }
    if (inside.some(point => isBelow(point, sample))) hits++
  }
  const share = (hits + 1) / (samples + 2)
  return { volume: (box * hits) / samples, standardError: box * Math.sqrt((share * (1 - share)) / samples) }
}

/** Whether a point is nowhere above another. */
const isBelow = (point: Point, other: Float64Array): boolean => {
  for (let m = 0; m < other.length; m++) if ((point[m] as number) > (other[m] as number)) return false
  return true
}
