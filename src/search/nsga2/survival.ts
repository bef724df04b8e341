import { constrainedSort, crowdingDistances, type Point } from '../../pareto/index.js'
import type { Individual, Ranked } from './individual.js'

/**
 * The `size` best: whole fronts while they fit, then the least crowded of the next one. Trials without losses form the
 * very last front.
 * @see Deb et al. 2002, section III-C, and VI-A for constraints
 */
export const survive = (individuals: readonly Individual[], size: number): Ranked[] => {
  const survivors: Ranked[] = []
  const measured = individuals.filter(({ losses }) => losses !== null)
  const fronts = constrainedSort(
    measured.map(({ losses }) => losses as Point),
    measured.map(({ violation }) => violation),
  )
  for (const [rank, front] of fronts.entries()) {
    const room = size - survivors.length
    if (room <= 0) return survivors
    const crowding = crowdingDistances(front.map(i => (measured[i] as Individual).losses as Point))
    for (const k of leastCrowded(crowding, room)) {
      survivors.push(ranked(measured[front[k] as number] as Individual, rank, crowding[k] as number))
    }
  }
  for (const individual of individuals) {
    if (survivors.length === size) break
    if (individual.losses === null) survivors.push(ranked(individual, fronts.length, 0))
  }
  return survivors
}

/** All, where there is room for them. */
const leastCrowded = (crowding: readonly number[], room: number): number[] => {
  const all = [...crowding.keys()]
  if (room >= all.length) return all
  const at = (k: number): number => crowding[k] as number
  return all.sort((a, b) => (at(a) === at(b) ? 0 : at(b) - at(a))).slice(0, room)
}

/** Field by field: a spread takes many times as long. */
const ranked = ({ trial, config, losses, violation }: Individual, rank: number, crowding: number): Ranked => ({
  trial,
  config,
  losses,
  violation,
  rank,
  crowding,
})
