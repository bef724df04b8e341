import type { ObservationPart } from './part.js'

/** The part of the budget that is left: 1 at the start, 0 when it is spent. */
export const budget = (): ObservationPart => () => ({
  names: ['budgetLeft'],
  low: 0,
  high: 1,
  write: ({ budgetLeft }, row) => {
    row[0] = budgetLeft
  },
})

/** The part of the trials so far that passed since the front last changed. */
export const stagnation = (): ObservationPart => () => ({
  names: ['stagnation'],
  low: 0,
  high: 1,
  write: (state, row) => {
    row[0] = state.stagnation
  },
})
