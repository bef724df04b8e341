import { hypervolume } from '../../pareto/index.js'
import type { ObservationPart } from './part.js'
import { relative } from './relative.js'

/** The losses of the best configuration relative to the baseline, above 0 where they are better. */
export const best =
  (): ObservationPart =>
  ({ goals: { names } }) => ({
    names: names.map(name => `best/${name}`),
    low: -1,
    high: 1,
    write: (state, row) => {
      for (const [i, loss] of (state.best?.losses ?? []).entries()) row[i] = relative(loss, state.reference?.losses[i])
    },
  })

/**
 * The front in a few numbers, each 0 while there is none: its size k as k / (1 + k); its spread in each objective, s / (1 + s) of the range s in units of
 * the baseline; and its hypervolume as a part of the box between the baseline and the best of each objective, 0 where nothing is better than
 * the baseline in all.
 */
export const frontSummary =
  (): ObservationPart =>
  ({ goals: { names } }) => ({
    names: ['front/size', ...names.map(name => `front/spread/${name}`), 'front/hypervolume'],
    low: 0,
    high: 1,
    write: ({ front, reference }, row) => {
      const losses = front.map(candidate => candidate.losses)
      if (losses.length === 0 || !reference) return
      row[0] = losses.length / (1 + losses.length)
      let box = 1
      for (const [i, bound] of reference.losses.entries()) {
        const column = losses.map(loss => loss[i] as number)
        const low = Math.min(...column)
        const spread = (Math.max(...column) - low) / (Math.abs(bound) || 1)
        row[1 + i] = spread / (1 + spread)
        box *= Math.max(0, bound - low)
      }
      // Sums of products may exceed the box by a rounding.
      if (box > 0) row[1 + names.length] = Math.min(1, hypervolume(losses, reference.losses) / box)
    },
  })
