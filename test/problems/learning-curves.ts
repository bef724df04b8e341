import { makeRng } from '#src/core/index.js'
import { type ConfigOf, choice, defineSpace, flag, integer, real, type Space } from '#src/space/index.js'

/** What can be measured in part. */
export interface FidelityProblem {
  readonly space: Space
  /** What a part of the measurement shows, in (0, 1]. */
  loss(config: object, part: number): number | Promise<number>
  /** Of the whole measurement without noise, for comparisons. */
  last(config: object): number | Promise<number>
  /** The least `last` there is, nearly. */
  readonly optimum: number
}

const EPOCHS = 81

/** Hyperparameters of a made-up training. */
const space = defineSpace({
  rate: real(1e-4, 1, { scale: 'log' }),
  width: integer(8, 512, { scale: 'log' }),
  decay: real(0, 1),
  optimiser: choice('sgd', 'momentum', 'adam'),
})
type Training = ConfigOf<typeof space>

const BEST_RATE = { sgd: -1, momentum: -1.5, adam: -2.5 }

/** Where the loss ends up. */
const limitOf = ({ rate, width, decay, optimiser }: Training): number =>
  0.08 * (Math.log10(rate) - BEST_RATE[optimiser]) ** 2 +
  0.03 * (Math.log2(width) - 7) ** 2 +
  0.2 * (decay - 0.3) ** 2 +
  (optimiser === 'sgd' ? 0.05 : 0)

/** How fast it goes there: large rates and small widths go fast and end worse. */
const speedOf = ({ rate, width, optimiser }: Training): number =>
  0.15 * 10 ** (0.2 * (Math.log10(rate) - BEST_RATE[optimiser])) * (64 / width) ** 0.15

type Curve = (config: Training, epoch: number) => number

// From 1 down to the limit, by ways that tell ever less of the end.

/** By 63% of the way in some seven epochs where the rate is right. */
const exponential: Curve = (config, epoch) => {
  const limit = limitOf(config)
  return limit + (1 - limit) * Math.exp(-speedOf(config) * epoch)
}
/** Quick at first, then long in coming. */
const powerLaw: Curve = (config, epoch) => {
  const limit = limitOf(config)
  return limit + (1 - limit) * (1 + epoch) ** (-1.5 * speedOf(config))
}
/** What ends best is the slowest: the first epochs have it in the reverse order. */
const crossing: Curve = (config, epoch) => {
  const limit = limitOf(config)
  return limit + (1 - limit) * Math.exp(-0.05 * 16 ** limit * epoch)
}
/** The last epoch is that of `exponential`; those before it say nothing. */
const unrelated: Curve = (config, epoch) =>
  epoch < EPOCHS ? rngOf(config, epoch, 'unrelated').next() : exponential(config, EPOCHS)

const rngOf = (config: object, epoch: number, name = ''): ReturnType<typeof makeRng> =>
  makeRng(`${JSON.stringify(config)}/${epoch}${name}`)

/** The least of a grid: the best decay is known. */
const leastOf = (curve: Curve): number => {
  let least = Number.POSITIVE_INFINITY
  for (const optimiser of ['sgd', 'momentum', 'adam'] as const)
    for (let r = 0; r <= 200; r++)
      for (let w = 3; w <= 9; w += 0.1)
        least = Math.min(
          least,
          curve({ rate: 10 ** (-r / 50), width: Math.round(2 ** w), decay: 0.3, optimiser }, EPOCHS),
        )
  return least
}

const problemOf = (curve: Curve): FidelityProblem => ({
  space,
  loss: (config, part) => {
    const epoch = Math.round(part * EPOCHS)
    return curve(config as Training, epoch) + 0.003 * rngOf(config, epoch).normal()
  },
  last: config => curve(config as Training, EPOCHS),
  optimum: leastOf(curve),
})

/** Made-up trainings, of which a part tells something about the whole or nothing. */
export const learningCurves = {
  exponential: problemOf(exponential),
  'power law': problemOf(powerLaw),
  crossing: problemOf(crossing),
  unrelated: problemOf(unrelated),
} as const

const [FLAGS, CHANCES, SAMPLES] = [8, 8, 729]

/**
 * Stochastic counting ones: flags, and chances that are known by sampling alone; a part is so much of the samples.
 * @see Falkner, Klein & Hutter 2018, "BOHB: robust and efficient hyperparameter optimization at scale"
 */
export const countingOnes: FidelityProblem = {
  space: defineSpace({
    ...Object.fromEntries(Array.from({ length: FLAGS }, (_, i) => [`flag${i}`, flag()])),
    ...Object.fromEntries(Array.from({ length: CHANCES }, (_, i) => [`chance${i}`, real(0, 1)])),
  }),
  loss: (config, part) => {
    const samples = Math.round(part * SAMPLES)
    const rng = rngOf(config, samples)
    const ones = (chance: number): number => {
      let count = 0
      for (let i = 0; i < samples; i++) if (rng.next() < chance) count++
      return count / samples
    }
    return missingOf(config, ones)
  },
  last: config => missingOf(config, chance => chance),
  optimum: 0,
}

/** Part of the ones that are missing. */
const missingOf = (config: object, ones: (chance: number) => number): number => {
  const values: readonly (boolean | number)[] = Object.values(config)
  const sum = values.reduce<number>((sum, value) => sum + (typeof value === 'number' ? ones(value) : Number(value)), 0)
  return 1 - sum / values.length
}
