import type { Budget } from '../goals/index.js'

/** A constant, or a line from the start of the training to its end. */
export type Schedule = number | { readonly from: number; readonly to: number }

/** The value of a schedule when a part `done`, 0 to 1, of the training is over. */
export const valueAt = (schedule: Schedule, done: number): number =>
  typeof schedule === 'number'
    ? schedule
    : schedule.from + (schedule.to - schedule.from) * Math.min(1, Math.max(0, done))

/** Trials that schedules run over where the budget counts none. */
const HORIZON = 200

/** The part of a study's training that is over after so many trials, 0 to 1: of those that the budget allows, or of 200 where it counts seconds alone. */
export const partDone = (told: number, { trials, distinct }: Budget): number =>
  Math.min(1, told / (trials ?? distinct ?? HORIZON))
