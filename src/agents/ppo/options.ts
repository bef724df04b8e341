import { expectOption } from '../expect.js'
import type { NetworkBackend } from '../networks/engine.js'
import { type Schedule, valueAt } from '../schedule.js'

/** Hyperparameters of PPO. Defaults are those of CleanRL's ppo.py, where nothing else is said. */
export interface PpoOptions {
  /** Widths of the hidden layers, of the policy and of the value function alike. Default: 64, 64. */
  readonly hidden?: readonly number[]
  /** Of Adam. Default: from 2.5e-4 to 0. */
  readonly learningRate?: Schedule
  /** Discount, 0 to 1. Default: 0.99. */
  readonly gamma?: number
  /** Decay of the advantages' traces, 0 to 1. Default: 0.95. */
  readonly gaeLambda?: number
  /** How far the ratio of probabilities counts from 1. Default: 0.2. */
  readonly clip?: Schedule
  /** Whether the value function is clipped around its old values too, by `clip`. Default: true. */
  readonly clipValue?: boolean
  /** Passes over each rollout. Default: 4. */
  readonly epochs?: number
  /** Transitions in a minibatch. Default: 128. */
  readonly batchSize?: number
  /** Weight of the entropy bonus. Default: 0.01. */
  readonly entropy?: Schedule
  /** Weight of the value loss. Default: 0.5. */
  readonly valueWeight?: number
  /** Gradients are scaled down to this norm. Default: 0.5. */
  readonly maxGradientNorm?: number
  /** Whether the advantages of each minibatch are brought to mean 0 and deviation 1. Default: true. */
  readonly normaliseAdvantages?: boolean
  /** Ends an update once the approximate KL divergence of a minibatch is above 1.5 times it, as in Stable-Baselines3. Default: none. */
  readonly targetKl?: number
  /** Where the networks learn; they act in typed arrays, whatever the backend. Default: wasm. */
  readonly backend?: NetworkBackend
}

export type PpoSettings = Required<Omit<PpoOptions, 'targetKl'>> & Pick<PpoOptions, 'targetKl'>

/** Names of the options, for specs. */
export const ppoOptionNames: readonly (keyof PpoOptions)[] = [
  'hidden',
  'learningRate',
  'gamma',
  'gaeLambda',
  'clip',
  'clipValue',
  'epochs',
  'batchSize',
  'entropy',
  'valueWeight',
  'maxGradientNorm',
  'normaliseAdvantages',
  'targetKl',
  'backend',
]

/** Fills in defaults. Throws InvalidAgent, naming the option, where a value is out of range. */
export const ppoSettings = (options: PpoOptions): PpoSettings => {
  const settings: PpoSettings = {
    hidden: [64, 64],
    learningRate: { from: 2.5e-4, to: 0 },
    gamma: 0.99,
    gaeLambda: 0.95,
    clip: 0.2,
    clipValue: true,
    epochs: 4,
    batchSize: 128,
    entropy: 0.01,
    valueWeight: 0.5,
    maxGradientNorm: 0.5,
    normaliseAdvantages: true,
    backend: 'wasm',
    ...options,
  }
  const expect = (holds: boolean, name: keyof PpoOptions, range: string): void =>
    expectOption(holds, 'ppo', name, range, settings[name])
  const within = (schedule: Schedule, low: number): boolean =>
    [valueAt(schedule, 0), valueAt(schedule, 1)].every(value => value >= low && value < Infinity)
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 1
  expect(Array.isArray(settings.hidden) && settings.hidden.every(whole), 'hidden', 'to be whole numbers of 1 or more')
  expect(within(settings.learningRate, 0), 'learningRate', '>= 0')
  expect(settings.gamma >= 0 && settings.gamma <= 1, 'gamma', 'in [0, 1]')
  expect(settings.gaeLambda >= 0 && settings.gaeLambda <= 1, 'gaeLambda', 'in [0, 1]')
  expect(within(settings.clip, 0), 'clip', '>= 0')
  expect(whole(settings.epochs), 'epochs', 'to be a whole number of 1 or more')
  expect(whole(settings.batchSize), 'batchSize', 'to be a whole number of 1 or more')
  expect(within(settings.entropy, 0), 'entropy', '>= 0')
  expect(settings.valueWeight >= 0, 'valueWeight', '>= 0')
  expect(settings.maxGradientNorm > 0, 'maxGradientNorm', '> 0')
  expect(settings.targetKl === undefined || settings.targetKl > 0, 'targetKl', '> 0')
  return settings
}
