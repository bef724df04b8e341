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
