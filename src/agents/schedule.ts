/** A constant, or a line from the start of the training to its end. */
export type Schedule = number | { readonly from: number; readonly to: number }

/** The value of a schedule when a part `done`, 0 to 1, of the training is over. */
export const valueAt = (schedule: Schedule, done: number): number =>
  typeof schedule === 'number'
    ? schedule
    : schedule.from + (schedule.to - schedule.from) * Math.min(1, Math.max(0, done))
