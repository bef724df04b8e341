import { expectOption } from '../expect.js'
import type { NetworkBackend } from '../networks/engine.js'
import { type Schedule, valueAt } from '../schedule.js'

/** Hyperparameters of REINFORCE. The papers leave them open; the defaults are what CartPole-v1 was measured with (docs/learners.md). */
export interface ReinforceOptions {
  /** Widths of the hidden layers. Default: 64, 64. */
  readonly hidden?: readonly number[]
  /** Of Adam. Default: 3e-3. */
  readonly learningRate?: Schedule
  /** Discount, 0 to 1. Default: 0.99. */
  readonly gamma?: number
  /** Whole episodes that each gradient step is a mean over. Default: 10. */
  readonly episodesPerUpdate?: number
  /** Whether the batch's mean return is subtracted from each return. Default: true. */
  readonly baseline?: boolean
  /** Whether what is left is divided by the standard deviation of the batch's returns. Default: false. */
  readonly normalise?: boolean
  /** Weight of an entropy bonus. Default: 0, as in the papers. */
  readonly entropy?: Schedule
  /** Where the network computes. Default: wasm. */
  readonly backend?: NetworkBackend
}

export type ReinforceSettings = Required<ReinforceOptions>

/** Fills in defaults. Throws InvalidAgent, naming the option, where a value is out of range. */
export const reinforceSettings = (options: ReinforceOptions): ReinforceSettings => {
  const settings: ReinforceSettings = {
    hidden: [64, 64],
    learningRate: 3e-3,
    gamma: 0.99,
    episodesPerUpdate: 10,
    baseline: true,
    normalise: false,
    entropy: 0,
    backend: 'wasm',
    ...options,
  }
  const expect = (holds: boolean, name: keyof ReinforceOptions, range: string): void =>
    expectOption(holds, 'reinforce', name, range, settings[name])
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 1
  const isWeight = (schedule: Schedule): boolean =>
    [valueAt(schedule, 0), valueAt(schedule, 1)].every(value => value >= 0 && value < Infinity)
  expect(Array.isArray(settings.hidden) && settings.hidden.every(whole), 'hidden', 'to be whole numbers of 1 or more')
  expect(isWeight(settings.learningRate), 'learningRate', '>= 0')
  expect(settings.gamma >= 0 && settings.gamma <= 1, 'gamma', 'in [0, 1]')
  expect(whole(settings.episodesPerUpdate), 'episodesPerUpdate', 'to be a whole number of 1 or more')
  expect(isWeight(settings.entropy), 'entropy', '>= 0')
  return settings
}
