import { fault, ParetuneError } from '../core/index.js'
import { named, type Reward } from './rewards.js'

// Rewards made of rewards.

/** A reward less `weight` times the violation of the metric constraints, where something was measured. (`relativeLoss` takes it off by itself.) */
export const penalised = (reward: Reward, { weight = 1 }: { readonly weight?: number } = {}): Reward =>
  named(
    `penalised(${reward.name})`,
    step => reward(step) - (Number.isNaN(step.violation) ? 0 : weight * step.violation),
  )

/** A reward kept within [low, high]. Throws InvalidReward unless low < high. */
export const clipped = (reward: Reward, low: number, high: number): Reward => {
  if (!(low < high))
    throw new ParetuneError(fault('InvalidReward', `clipped: expected low < high, got low=${low}, high=${high}`))
  return named(`clipped(${reward.name})`, step => {
    const value = reward(step)
    // What is no number stays so, and is refused under its own name.
    return Number.isFinite(value) ? Math.min(high, Math.max(low, value)) : value
  })
}

/**
 * The sum of rewards, each times its weight: `summed([improvement(), 1], [speedup(), 0.1])`. Rewards that give a failure the lowest reward so
 * far give it a share of the sum's lowest, so that a failure is never better than a bad run.
 */
export const summed = (...parts: readonly (readonly [reward: Reward, weight: number])[]): Reward => {
  const total = parts.reduce((sum, [, weight]) => sum + weight, 0)
  return named(`summed(${parts.map(([reward]) => reward.name).join(', ')})`, step => {
    const { lowestReward } = step
    const own = lowestReward === undefined || total <= 0 ? step : { ...step, lowestReward: lowestReward / total }
    return parts.reduce((sum, [reward, weight]) => sum + weight * reward(own), 0)
  })
}
