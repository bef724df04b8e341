import { expectOption } from '../expect.js'
import type { NetworkBackend } from '../networks/engine.js'
import { type Schedule, valueAt } from '../schedule.js'

/** Hyperparameters of DQN. Steps are steps of the environment. */
export interface DqnOptions {
  /** Widths of the hidden layers. Default: 64, 64. */
  readonly hidden?: readonly number[]
  /** Of Adam. Default: 1e-3. */
  readonly learningRate?: Schedule
  /** Discount, 0 to 1. Default: 0.99. */
  readonly gamma?: number
  /** Steps whose rewards a target adds up before it bootstraps. Default: 3, as in Rainbow. */
  readonly nSteps?: number
  /** Probability of a random action. Default: from 1 to 0.05 over the first tenth of the training, as the schedule of a part of it. */
  readonly epsilon?: Schedule
  /** Part of the training over which epsilon changes. Default: 0.1. */
  readonly explorationPart?: number
  /** Transitions that are remembered. Default: 10,000. */
  readonly capacity?: number
  /** Transitions before learning starts. Default: 1,000. */
  readonly learningStarts?: number
  /** Steps between updates. Default: 4. */
  readonly trainEvery?: number
  /** Transitions in an update. Default: 64. */
  readonly batchSize?: number
  /** Steps after which the target network becomes the learnt one. Default: 500. */
  readonly targetEvery?: number
  /** How much priorities count in what is replayed: 0 is uniform. Default: 0.6. */
  readonly alpha?: number
  /** How far weights make up for that, rising to 1. Default: from 0.4 to 1. */
  readonly beta?: Schedule
  /** Gradients are scaled down to this norm. Default: 10. */
  readonly maxGradientNorm?: number
  /** Where the networks learn; they act in typed arrays, whatever the backend. Default: wasm. */
  readonly backend?: NetworkBackend
}

export type DqnSettings = Required<DqnOptions>

/** Fills in defaults. Throws InvalidAgent, naming the option, where a value is out of range. */
export const dqnSettings = (options: DqnOptions): DqnSettings => {
  const settings: DqnSettings = {
    hidden: [64, 64],
    learningRate: 1e-3,
    gamma: 0.99,
    nSteps: 3,
    epsilon: { from: 1, to: 0.05 },
    explorationPart: 0.1,
    capacity: 10_000,
    learningStarts: 1000,
    trainEvery: 4,
    batchSize: 64,
    targetEvery: 500,
    alpha: 0.6,
    beta: { from: 0.4, to: 1 },
    maxGradientNorm: 10,
    backend: 'wasm',
    ...options,
  }
  const expect = (holds: boolean, name: keyof DqnOptions, range: string): void =>
    expectOption(holds, 'dqn', name, range, settings[name])
  const part = (value: number): boolean => value >= 0 && value <= 1
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 1
  const bounds = (schedule: Schedule): number[] => [valueAt(schedule, 0), valueAt(schedule, 1)]
  expect(Array.isArray(settings.hidden) && settings.hidden.every(whole), 'hidden', 'to be whole numbers of 1 or more')
  expect(
    bounds(settings.learningRate).every(rate => rate >= 0 && rate < Infinity),
    'learningRate',
    '>= 0',
  )
  for (const name of ['gamma', 'explorationPart', 'alpha'] as const) expect(part(settings[name]), name, 'in [0, 1]')
  for (const name of ['epsilon', 'beta'] as const) expect(bounds(settings[name]).every(part), name, 'in [0, 1]')
  for (const name of ['nSteps', 'capacity', 'learningStarts', 'trainEvery', 'batchSize', 'targetEvery'] as const)
    expect(whole(settings[name]), name, 'to be a whole number of 1 or more')
  expect(settings.maxGradientNorm > 0, 'maxGradientNorm', '> 0')
  return settings
}
