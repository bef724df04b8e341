import type { AgentFactory } from '#src/agents/index.js'
import { contextFor, loop, measured, request, transition } from '../agents/loop.js'
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

/** Evaluations until the best is no more than each target above the optimum; null where that takes more than `most`. */
export const evaluationsTo = async (
  factory: AgentFactory,
  { space, optimum, loss }: TestFunction,
  targets: readonly number[],
  most: number,
  seed: number,
): Promise<(number | null)[]> => {
  const agent = await factory({ ...contextFor(space, seed, 1), budget: { trials: most } })
  const reached: (number | null)[] = targets.map(() => null)
  for (let trial = 0; trial < most && reached.includes(null); trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion === undefined) break
    const value = loss(suggestion.action.config)
    for (const [i, target] of targets.entries()) if (value - optimum <= target) reached[i] ??= trial + 1
    await agent.tell([transition(trial, suggestion, measured([value]))])
  }
  await agent.close?.()
  return reached
}
