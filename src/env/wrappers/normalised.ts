import { fault, type Json, messageOf, ParetuneError } from '../../core/index.js'
import { RunningMoments } from '../../numeric/index.js'
import type { BoxSpace } from '../spaces.js'

// What the normalising wrappers have in common.

/** What a wrapper that normalises can do besides. */
export interface Normalised {
  /** The moments so far, for the `state` of another one. */
  save(): Json
  /** From now on the moments stay as they are, as a policy is evaluated with. */
  freeze(): void
}

/** Bound of what is normalised, as VecNormalize's `clip_obs` and `clip_reward`. */
const CLIP = 10

/** A box of numbers of the same names, within that bound. */
export const clippedBox = ({ kind, size, names }: BoxSpace): BoxSpace => ({
  kind,
  size,
  names,
  low: new Float32Array(size).fill(-CLIP),
  high: new Float32Array(size).fill(CLIP),
})

/** Keeps the division away from 0; Gymnasium's default. */
const EPSILON = 1e-8

/** Divided by the standard deviation and clipped. */
export const scaled = (value: number, variance: number): number =>
  Math.min(CLIP, Math.max(-CLIP, value / Math.sqrt(variance + EPSILON)))

/** Mean 0 and variance 1 count as a ten-thousandth of a row, as Gymnasium's RunningMeanStd has it. */
const PRIOR = 1e-4

export const momentsOf = (wrapper: string, size: number, state: Json | undefined): RunningMoments => {
  if (state === undefined) return new RunningMoments(size, PRIOR)
  let got: string
  try {
    const moments = RunningMoments.fromJSON(state)
    if (moments.size === size) return moments
    got = `that of ${moments.size}`
  } catch (thrown) {
    got = messageOf(thrown)
  }
  throw new ParetuneError(fault('InvalidStudy', `${wrapper}: expected the saved state of ${size} numbers, got ${got}`))
}

/** Observations with mean 0 and variance 1 in each number, by the moments of those that were seen, clipped to [-10, 10]. */
export interface ObservationNormaliser {
  readonly space: BoxSpace
  /** Takes an observation into the moments. */
  see(observation: Float32Array): void
  normalised(observation: Float32Array): Float32Array
  /** The moments so far, for the `state` of another one. */
  save(): Json
}

/** Throws InvalidStudy, in the name of the owner, where the state is of another size, or none. */
export const observationNormaliser = (owner: string, box: BoxSpace, state?: Json): ObservationNormaliser => {
  const moments = momentsOf(owner, box.size, state)
  return {
    space: clippedBox(box),
    see: observation => moments.add(observation),
    normalised: observation => observation.map((value, i) => scaled(value - moments.mean(i), moments.variance(i))),
    save: () => moments.toJSON() as unknown as Json,
  }
}
