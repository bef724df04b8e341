import { makeRng } from '#src/core/index.js'
import { type ConfigOf, choice, defineSpace, integer, real } from '#src/space/index.js'

// Made-up trainings, of which a part tells something about the whole: loss by epoch, a little noisy, and some curves cross.

export const EPOCHS = 81

/** Hyperparameters of a training. */
export const curveSpace = defineSpace({
  rate: real(1e-4, 1, { scale: 'log' }),
  width: integer(8, 512, { scale: 'log' }),
  decay: real(0, 1),
  optimiser: choice('sgd', 'momentum', 'adam'),
})
export type Training = ConfigOf<typeof curveSpace>

interface Curve {
  /** Where it ends up. */
  readonly limit: number
  /** How fast: large rates and small widths go fast and end worse. */
  readonly speed: number
}

const curveOf = ({ rate, width, decay, optimiser }: Training): Curve => {
  const best = { sgd: -1, momentum: -1.5, adam: -2.5 }[optimiser]
  const limit =
    0.08 * (Math.log10(rate) - best) ** 2 +
    0.03 * (Math.log2(width) - 7) ** 2 +
    0.2 * (decay - 0.3) ** 2 +
    (optimiser === 'sgd' ? 0.05 : 0)
  const speed = 0.15 * 10 ** (0.2 * (Math.log10(rate) - best)) * (64 / width) ** 0.15
  return { limit, speed }
}

const noiseOf = (config: Training, epoch: number): number =>
  0.003 * makeRng(`${JSON.stringify(config)}/${epoch}`).normal()

/** Loss after so many epochs, by ways to get down from 1 to the limit. */
export const curves = {
  /** Exponentially, by 63% of the way in some seven epochs where the rate is right. */
  exponential: (config: Training, epoch: number): number => {
    const { limit, speed } = curveOf(config)
    return limit + (1 - limit) * Math.exp(-speed * epoch) + noiseOf(config, epoch)
  },
  /** A power law, as the curves of LCBench have it: quick at first, then long in coming. */
  'power law': (config: Training, epoch: number): number => {
    const { limit, speed } = curveOf(config)
    return limit + (1 - limit) * (1 + epoch) ** (-1.5 * speed) + noiseOf(config, epoch)
  },
} as const

/** The whole training without noise, for comparisons. */
export const lastLoss = (name: keyof typeof curves, config: Training): number =>
  curves[name](config, EPOCHS) - noiseOf(config, EPOCHS)
