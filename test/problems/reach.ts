import type { AgentFactory } from '#src/agents/index.js'
import { contextFor, loop, measured } from '../agents/loop.js'
import type { TestFunction } from './functions.js'

/** How far above the optimum the best of `evaluations` is, by seed, the least first. */
export const gapsOf = async (
  factory: AgentFactory,
  { space, optimum, loss }: TestFunction,
  evaluations: number,
  seeds: readonly number[],
): Promise<number[]> => {
  const gaps: number[] = []
  for (const seed of seeds) {
    let best = Number.POSITIVE_INFINITY
    const context = { ...contextFor(space, seed, 1), budget: { trials: evaluations } }
    await loop(factory, context, evaluations, config => {
      const value = loss(config)
      best = Math.min(best, value)
      return { outcome: measured([value]) }
    })
    gaps.push(best - optimum)
  }
  return gaps.sort((a, b) => a - b)
}
