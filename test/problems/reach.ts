import type { AgentFactory } from '#src/agents/index.js'
import { contextFor, loop, measured, request, transition } from '../agents/loop.js'
import type { TestFunction } from './functions.js'
import type { FidelityProblem } from './learning-curves.js'

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

/** How far above the optimum the best full measurement is once the trials have cost as much as so many full ones, for each of `costs`. */
export const gapsAtCosts = async (
  factory: AgentFactory,
  { space, loss, last, optimum }: FidelityProblem,
  costs: readonly number[],
  seed: number,
): Promise<number[]> => {
  const agent = await factory(contextFor(space, seed, 1))
  const gaps = costs.map(() => Number.POSITIVE_INFINITY)
  let [spent, best, gap] = [0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
  for (let trial = 0; spent < Math.max(...costs); trial++) {
    const [suggestion] = await agent.ask([request(trial)])
    if (suggestion === undefined) break
    const { action, fidelity = 1 } = suggestion
    const value = await loss(action.config, fidelity)
    if (fidelity === 1 && value < best) {
      best = value
      gap = (await last(action.config)) - optimum
    }
    for (const [i, cost] of costs.entries()) if (spent < cost) gaps[i] = gap
    spent += fidelity
    await agent.tell([transition(trial, suggestion, measured([value]))])
  }
  await agent.close?.()
  return gaps
}
