import type { Trial } from '../core/index.js'
import { Standing } from '../env/index.js'
import { hypervolume } from '../pareto/index.js'

/** Hypervolume of the front after each trial, in order of telling, against a reference point in losses (the minimisation form). */
export const hypervolumeHistory = (trials: readonly Trial[], reference: readonly number[]): number[] => {
  const standing = new Standing(reference.length)
  let volume = 0
  return trials.map(trial => {
    if (standing.add(trial))
      volume = hypervolume(
        standing.front.map(candidate => candidate.losses),
        reference,
      )
    return volume
  })
}
